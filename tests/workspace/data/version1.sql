PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE records (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (kind, id)
    );
INSERT INTO "records" VALUES(1,'workspace','d8f16adf91b7584a2265b1f5','{"id":"d8f16adf91b7584a2265b1f5","code":"local","name":"local","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"status":"enabled"}');
INSERT INTO "records" VALUES(2,'queue','1027c4d1c386bbc4cd613e30','{"id":"1027c4d1c386bbc4cd613e30","code":"low","name":"low","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"priority":250,"status":"waiting","default":false,"compute_default":false}');
INSERT INTO "records" VALUES(3,'queue','7ed4d57b1e2feb89414c343c','{"id":"7ed4d57b1e2feb89414c343c","code":"medium","name":"medium","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"priority":500,"status":"waiting","default":true,"compute_default":true}');
INSERT INTO "records" VALUES(4,'queue','78e510617311d8a3c2ce6f44','{"id":"78e510617311d8a3c2ce6f44","code":"high","name":"high","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"priority":750,"status":"waiting","default":false,"compute_default":false}');
INSERT INTO "records" VALUES(5,'site','c9e9c616612e7696a6cecc1b','{"id":"c9e9c616612e7696a6cecc1b","code":"hq","name":"hq","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"accsyn":true,"main":true,"status":"enabled"}');
INSERT INTO "records" VALUES(6,'site','7ce42c8218072e8c35bf992d','{"id":"7ce42c8218072e8c35bf992d","code":"roaming","name":"roaming","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"accsyn":true,"main":false,"status":"enabled"}');
INSERT INTO "records" VALUES(7,'user','d5f4b3b2e4b06ce60741c7a8','{"id":"d5f4b3b2e4b06ce60741c7a8","code":"admin@example.com","name":"admin","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"role":"admin","status":"enabled","logged_in":"2026-11-24T16:50:10"}');
INSERT INTO "records" VALUES(8,'_key','d5f4b3b2e4b06ce60741c7a8','{"id":"d5f4b3b2e4b06ce60741c7a8","key":"a key of a test"}');
INSERT INTO "records" VALUES(9,'volume','9b810e766ec9d28663ca828d','{"id":"9b810e766ec9d28663ca828d","code":"projects","name":"projects","created":"2026-11-24T16:50:10","modified":"2026-11-24T16:50:10","description":"","metadata":{},"inactive":false,"path":"/nowhere","default":true,"status":"enabled","licensed":true}');
INSERT INTO "records" VALUES(10,'_log','442e3d437204e52db2221a58','{"id":"442e3d437204e52db2221a58","date":"2026-11-24T16:50:10","level":"info","message":"workspace ''local'' created at 2026-11-24T16:50:10","entitytype":"workspace","entityid":null}');
INSERT INTO "records" VALUES(13,'queue','e6c3f3391a2b8f1ff1fd42a2','{"id":"e6c3f3391a2b8f1ff1fd42a2","code":"rush","name":"rush","created":"2026-11-24T16:50:10","creator":"user:d5f4b3b2e4b06ce60741c7a8","modified":"2026-11-24T16:50:10","modifier":"user:d5f4b3b2e4b06ce60741c7a8","description":"","metadata":{},"inactive":false,"priority":500,"status":"waiting","default":false,"compute_default":false}');
INSERT INTO "records" VALUES(14,'task','025b413f-8a9a-421e-a648-a7dd06839eb9','{"id":"025b413f-8a9a-421e-a648-a7dd06839eb9","uri":"0","job":"05b6e6e307d4bedc51431193","created":"2026-11-24T16:50:10","finished":null,"priority":500,"size":0,"time":0,"status":"queued","metadata":{},"source":{"v":"9b810e766ec9d28663ca828d","path":"a.exr","site":"c9e9c616612e7696a6cecc1b"}}');
INSERT INTO "records" VALUES(15,'_ends','05b6e6e307d4bedc51431193','{"id":"05b6e6e307d4bedc51431193","destination":null}');
INSERT INTO "records" VALUES(16,'compute','05b6e6e307d4bedc51431193','{"id":"05b6e6e307d4bedc51431193","code":"render","name":"render","status":"waiting","created":"2026-11-24T16:50:10","finished":null,"modified":"2026-11-24T16:50:10","modifier":"user:d5f4b3b2e4b06ce60741c7a8","user":"d5f4b3b2e4b06ce60741c7a8","queue":"7ed4d57b1e2feb89414c343c","parent":"queue:7ed4d57b1e2feb89414c343c","progress":0,"size":0,"speed":0.0,"etr":null,"metadata":{},"uri":"0","source":"workspace:d8f16adf91b7584a2265b1f5","source_hr":"workspace:local(d8f16adf91b7584a2265b1f5)","user_hr":"user:admin@example.com[admin](d5f4b3b2e4b06ce60741c7a8)","parent_hr":"queue:medium(7ed4d57b1e2feb89414c343c)","queue_hr":"medium(7ed4d57b1e2feb89414c343c)"}');
INSERT INTO "records" VALUES(17,'_log','619699cfe1988ad9f06c144a','{"id":"619699cfe1988ad9f06c144a","date":"2026-11-24T16:50:10","level":"info","message":"compute ''render'' created","entitytype":"compute","entityid":"05b6e6e307d4bedc51431193"}');
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('records',19);
COMMIT;
