"""Lines that belong to the page a story was saved from, not to the story: "Back to the index", a bare address."""

from __future__ import annotations

import re

_LINK = re.compile(
    r"<?(?:https?|ftp)://\S+>?|\[(?:IMAGE|INLINE|LINK)(?::[^\]]{0,80})?\]|(?:\W{0,3}\[[^\[\]]{2,30}\]){3,10}\W{0,3}|"
    r"\W{0,3}(?:Back|Return|Go|BACK|RETURN) (?:back )?(?i:to) (?i:(?:the |"
    r"[A-Za-z]{2,20}['’]s |my |"
    r"our |story |fan ?fic(?:tion)? |main |fic ){0,3}"
    r"(?:index|stor(?:y|ies)|home(?: ?page)?|main(?: page)?|page|archive|contents|top|library|fan "
    r"?fic(?:tion)?|list|site))\W{0,3}|"
    r"(?i:\W{0,3}\d{0,4} ?comments?\W{1,6}(?:\d{0,4} ?|post a new |leave a )comments?\W{0,3})|"
    r"(?i:\W{0,3}(?:from|archived at|courtesy of|downloaded from|hosted by|posted (?:to|at|"
    r"on)) (?:the )?[\w :'.&/-]{3,50}"
    r"(?:archive|website|site|mailing list|library|page|newsgroup)s?\W{0,3})|"
    r"(?i:\W{0,3}(?:home|page \d{1,3} of \d{1,3}|next page|previous page|back to (?:the )?index|next|previous|prev|"
    r"index|main(?: page)?|next part|next chapter|previous part|previous chapter|print|archive)"
    r"(?:\W{1,5}(?:home|next|previous|index|part \d+|chapter \d+|fan ?fic(?:tion)?|fiction|stories|links|guest ?book|"
    r"next page|previous page|prev page|back to (?:the )?index|page \d{1,3} of \d{1,3}|contact|about(?: me)?|"
    r"e-?mail|updates?|what's new|archive|authors?|feedback|faq|site map|main)){0,8}\W{0,3})"
)
_HOST = re.compile(
    r".{0,90}(?:t o p i c a|(?:story|page|fic) (?:is |was )?(?:archived|hosted|located) (?:at|on|by)|\bunsubscribe\b|"
    r"do you yahoo|yahoo! ?groups|yahoogroups|egroups\.com|onelist|"
    r"to (?:un)?subscribe|hotmail\.com|"
    r"\d comments?\W{1,6}(?:\d{0,4} ?|post a new |leave a )comments?|get your free|geocities\.com|click\.yahoo\.com|"
    r"docs\.yahoo\.com|topica\.com|mailing list\s?-?\s?\S{3,40}@|"
    r"\bto leave (?:this|the) (?:list|group)\b|"
    r"you are (?:the )?visitor\b|visitor number|\d(?:st|nd|rd|th) visitor|sign (?:my|the|our) guest ?book|"
    r"\d{5} page views|(?:page|site) (?:is )?hosted by|best viewed (?:with|in)|midi playing|hits since|"
    r"^seen-by: \d|^path: \d|^\* origin: |^--- \w{3,20} v?\d|^___ \w|\(\d+ comments?\)|\(leave a comment\)|"
    r"get your own free|click here: |"
    r"unsubscribe (?:send|visit|e-?mail)|listinfo/|majordomo@|listserv@|this group is (?:sponsored|hosted)|"
    r"community e-?mail addresses|post message:|list owner:).{0,120}",
    re.IGNORECASE,
)


def is_page_link(line: str) -> bool:
    """True for a line that is only a link of the page.

    >>> is_page_link("Back to the Index"), is_page_link("back to work."), is_page_link("Back to London")
    (True, False, False)
    """
    return _LINK.fullmatch(line) is not None


def is_host_line(line: str) -> bool:
    """True for a line that a mailing list or free host puts below what people write.

    >>> is_host_line("Do You Yahoo!?"), is_host_line("Get your tea.")
    (True, False)
    """
    return len(line) < 200 and _HOST.fullmatch(line) is not None
