-- MySQL dump 10.13  Distrib 5.0.51a
-- The archive of the moors; written for this project
/*!40101 SET NAMES latin1 */;
DROP TABLE IF EXISTS `moors_fanfiction_authors`;
CREATE TABLE `moors_fanfiction_authors` (
  `uid` int(11) NOT NULL auto_increment,
  `penname` varchar(200) NOT NULL default '',
  `realname` varchar(200) NOT NULL default '',
  `email` varchar(200) NOT NULL default '',
  `website` varchar(200) NOT NULL default '',
  `bio` text NOT NULL,
  `image` varchar(200) NOT NULL default '',
  `date` datetime NOT NULL,
  `admincreated` char(1) NOT NULL default '0',
  `password` varchar(40) NOT NULL default '0',
  PRIMARY KEY  (`uid`),
  KEY `penname` (`penname`)
) ENGINE=MyISAM;
INSERT INTO `moors_fanfiction_authors` VALUES (1,'Hester Lark','Esther Larkin','hester@moors.example','','I write in the rain; (mostly).','','2003-01-02 10:11:12','0','0123456789abcdef'),(2,'Dodo','Dorothy D.','dodo@moors.example','','','','2003-02-02 10:11:12','0','fedcba9876543210'),(3,'Silent','','silent@moors.example','','','','2003-03-02 10:11:12','0','00');
INSERT INTO moors_fanfiction_settings (sitekey, sitename, slogan, url, siteemail, storiespath) VALUES ('secretkey','Moors','', 'http://www.moors.example/archive', 'keeper@moors.example', 'stories');
INSERT INTO `moors_fanfiction_categories` VALUES (1,-1,'Sherlock Holmes','','','0',0,1,2),(2,1,'Holmes/Watson','','','0',1,1,1),(3,-1,'Tea','','','0',0,2,1);
INSERT INTO `moors_fanfiction_characters` VALUES (1,1,'Sherlock Holmes','',''),(2,1,'Dr. Watson','',''),(3,1,'Mrs. Hudson','','');
INSERT INTO `moors_fanfiction_classtypes` VALUES (1,'genres','Genres'),(2,'warnings','Warnings');
INSERT INTO `moors_fanfiction_classes` VALUES (1,1,'Humor'),(2,1,'Hurt/Comfort'),(3,2,'Cats in Peril');
INSERT INTO `moors_fanfiction_ratings` VALUES (1,'G','0',''),(2,'PG-13','0','Not for the small'),(3,'R','1','');
INSERT INTO `moors_fanfiction_stories` VALUES
 (12,'The Lamp & the Letter','<p>A letter comes, and it isn\'t signed.</p>','Written for a wet week.','2,3','1,3','1,2','2','1049328000','1051920000',1,'2','1','1','0','1',0,0,2,40,'0'),
 (13,'Tea',"Somebody said ""tea"".",'','3','','3','G','2004-05-06 07:08:09','2004-05-07 07:08:09',2,'','0','0','1','0',0,0,0,3,'0');
INSERT INTO `moors_fanfiction_chapters` VALUES (101,'The Letter',1,'This one has a cat in it.','It was late.\r\n\r\nHolmes said, \\\'Come in, Watson.\\\'\nHe did.','More soon!','1',12,0,2,12,1,40),(102,'The Lamp',2,'','<p>The lamp <i>went out</i>.<p>* * *<p>Nobody knew why.','','1',8,0,0,12,1,22),(103,'Gone',3,'','','','1',0,0,0,12,1,1),(104,'Tea',1,'','Tea was at four. She said “come”.','','1',5,0,0,13,2,3),(900,'Lost',1,'','Nobody knows whose chapter this is.','','1',6,0,0,77,9,0);
INSERT INTO `moors_fanfiction_coauthors` VALUES (12,2);
INSERT INTO `moors_fanfiction_series` VALUES (4,'The Wet Spring','Rain.',1,0,'1','','','','','',0,'0',1);
INSERT INTO `moors_fanfiction_inseries` VALUES (4,12,0,1,2);
INSERT INTO `moors_fanfiction_reviews` VALUES (1,12,101,'Dodo',2,'So <b>good</b>!\r\n\r\nMore!','2003-04-05 06:07:08',9,'1','ST'),(2,12,102,'A Guest',0,'It\'s sad.','1049500000',0,'0','ST'),(3,555,0,'Nobody',0,'Where did it go?','2003-04-05 06:07:08',0,'0','ST'),(4,4,0,'Dodo',2,'Lovely series.','2003-04-05 06:07:08',0,'0','SE');
INSERT INTO `moors_fanfiction_messages` VALUES (1,'rules','The Rules','<p>Be kind.<script>x()</script></p>'),(2,'tos','Terms','');
INSERT INTO `moors_fanfiction_news` VALUES (1,'Hester Lark','We are open','Come in!','2003-01-05 01:02:03',1);
INSERT INTO `moors_fanfiction_comments` VALUES (1,1,2,'At last!','2003-01-06 01:02:03');
INSERT INTO `moors_wordpress_posts` VALUES (1,'not ours');
