-- The working tables of Open Doors, for MySQL 5.7 or later. Load them into an empty database.
SET NAMES utf8mb4;
SET SQL_MODE = 'NO_AUTO_VALUE_ON_ZERO';

CREATE TABLE IF NOT EXISTS `authors` (
  `id` int NOT NULL AUTO_INCREMENT, `name` varchar(255) NOT NULL DEFAULT '', `email` varchar(255) NOT NULL DEFAULT '',
  `imported` tinyint(1) NOT NULL DEFAULT 0, `do_not_import` tinyint(1) NOT NULL DEFAULT 0, `to_delete` tinyint(1) DEFAULT 0,
  PRIMARY KEY (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS `stories` (
  `id` int NOT NULL AUTO_INCREMENT, `title` varchar(255) NOT NULL DEFAULT '', `summary` text, `notes` text,
  `date` datetime DEFAULT NULL, `updated` datetime DEFAULT NULL, `categories` varchar(45) DEFAULT NULL,
  `tags` varchar(255) NOT NULL DEFAULT '', `warnings` varchar(255) DEFAULT '', `fandoms` varchar(255) DEFAULT '',
  `characters` varchar(1024) DEFAULT '', `relationships` varchar(1024) DEFAULT '', `language_code` varchar(5) DEFAULT 'en',
  `url` varchar(255) DEFAULT NULL, `imported` tinyint(1) NOT NULL DEFAULT 0, `do_not_import` tinyint(1) NOT NULL DEFAULT 0,
  `ao3_url` varchar(255) DEFAULT NULL, `import_notes` varchar(1024) DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS `chapters` (
  `id` int NOT NULL AUTO_INCREMENT, `position` bigint DEFAULT NULL, `title` varchar(255) NOT NULL DEFAULT '',
  `text` mediumtext, `date` datetime DEFAULT NULL, `story_id` int DEFAULT 0, `notes` text, `url` varchar(1024) DEFAULT NULL,
  PRIMARY KEY (`id`), KEY `storyid` (`story_id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS `item_authors` (
  `id` int NOT NULL AUTO_INCREMENT, `author_id` int NOT NULL, `item_id` int NOT NULL,
  `item_type` enum('story', 'story_link', 'chapter'),
  PRIMARY KEY (`id`), KEY `item_id` (`item_id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS `tags` (
  `id` int AUTO_INCREMENT, `original_tagid` int DEFAULT NULL, `original_tag` varchar(1024) DEFAULT NULL,
  `original_type` varchar(255) DEFAULT NULL, `original_parent` varchar(255) DEFAULT NULL,
  `original_description` varchar(1024) DEFAULT NULL, `ao3_tag` varchar(1024) DEFAULT NULL,
  `ao3_tag_type` varchar(255) DEFAULT NULL, `ao3_tag_category` varchar(255) DEFAULT NULL,
  `ao3_tag_fandom` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS `item_tags` (
  `id` int NOT NULL AUTO_INCREMENT, `item_id` int, `item_type` enum('story', 'story_link', 'chapter'), `tag_id` int,
  PRIMARY KEY (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS `story_links` (
  `id` int NOT NULL AUTO_INCREMENT, `title` varchar(255) NOT NULL DEFAULT '', `summary` text, `notes` text,
  `rating` varchar(255) NOT NULL DEFAULT '', `date` datetime DEFAULT NULL, `updated` datetime DEFAULT NULL,
  `categories` varchar(45) DEFAULT NULL, `tags` varchar(255) NOT NULL DEFAULT '', `warnings` varchar(255) DEFAULT '',
  `fandoms` varchar(255) DEFAULT '', `characters` varchar(1024) DEFAULT '', `relationships` varchar(1024) DEFAULT '',
  `language_code` varchar(5) DEFAULT 'en', `url` varchar(255) DEFAULT NULL, `imported` tinyint(1) NOT NULL DEFAULT 0,
  `do_not_import` tinyint(1) NOT NULL DEFAULT 0, `ao3_url` varchar(255) DEFAULT NULL,
  `broken_link` tinyint(1) NOT NULL DEFAULT 0, `import_notes` varchar(1024) DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

