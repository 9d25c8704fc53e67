/**
 * Social networks and AI assistants by host, from Matomo's lists (CC0; see README.md beside this file). Data only. A
 * line is one network; its first host is the name it goes by, and all count with their subdomains.
 */

export const SOCIAL_NETWORKS = `
badoo.com
bebo.com
blackplanet.com
buzznet.com
classmates.com
global.cyworld.com
gaiaonline.com
geni.com
github.com
plus.google.com url.google.com
douban.com
dribbble.com
facebook.com fb.me
fetlife.com
flickr.com
flixster.com
fotolog.com
foursquare.com
friendsreunited.com
friendster.com
gree.jp
habbo.com
news.ycombinator.com
hi5.com
hyves.nl
identi.ca
instagram.com
lang-8.com
last.fm lastfm.ru lastfm.de lastfm.es lastfm.fr lastfm.it lastfm.jp lastfm.pl lastfm.com.br lastfm.se lastfm.com.tr
linkedin.com lnkd.in
livejournal.com livejournal.ru
meinvz.net
mixi.jp
moikrug.ru
multiply.com
my.mail.ru
myheritage.com
mylife.ru
myspace.com
myyearbook.com
nk.pl
netlog.com
odnoklassniki.ru
orkut.com
qzone.qq.com
pinterest.com
plaxo.com
reddit.com
renren.com
skyrock.com
sonico.com
stackoverflow.com
studivz.net
login.tagged.com
taringa.net
web.telegram.org
tuenti.com
tumblr.com
twitter.com t.co
sourceforge.net
stumbleupon.com
vk.com vkontakte.ru
youtube.com youtu.be
v2ex.com
viadeo.com
vimeo.com
vkrugudruzei.ru
wayn.com
weibo.com t.cn
weeworld.com
xanga.com
xing.com`;

export const AI_ASSISTANTS = `
yiyan.baidu.com ai.baidu.com
chatplus.com chat-gpt.org
chatgpt.com chat.openai.com labs.openai.com
claude.ai
copilot.microsoft.com
chatglm.cn
chat.deepseek.com
gemini.google.com bard.google.com
grok.com x.com/i/grok
iask.ai
app.jasper.ai
chat.mistral.ai
meta.ai
notebooklm.google.com
perplexity.ai
chat.qwen.ai
you.com`;
