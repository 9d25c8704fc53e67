/**
 * Search engines by host, from Matomo's list (CC0; see README.md beside this file). Data only.
 *
 * A line is `name|parameters that hold the keyword|hosts`. Hosts stand without `www.`. `{}` stands for a country: two
 * letters in front, or a top-level domain with or without `co.`, `com.` … A host with `?` also serves other pages than
 * search results, so it only counts with a keyword in the address.
 */
export const SEARCH_ENGINES = `
google|q,query|google.com google.{} encrypted.google.com www2.google.com ipv6.google.com go.google.com wwwgoogle.com wwwgoogle.{} gogole.com gogole.{} gppgle.com gppgle.{} googel.com googel.{} cse.google.com cse.google.{} images.google.com images.google.{} news.google.com news.google.{} blogsearch.google.com blogsearch.google.{} scholar.google.com? scholar.google.{}? video.google.com googlesyndicatedsearch.com search.avg.com isearch.avg.com suche.gmx.net search.gmx.com search.1und1.de suche.1und1.de search.zonealarm.com search.bt.com? search.abv.bg startab.me? delta-search.com www1.delta-search.com search.incredibar.com gfsoso.com searches.safehomepage.com monumentbrowser.com? search.nan.so netlavis.azione.jp search.dolphin-browser.jp search.leonardo.it start.lenovo.com wow.com? {}.wow.com? optuszoo.com.au? google.interia.pl
google|text|search.chedot.com
google|query|cnn.com? darkoogle.com search.darkoogle.com search.foxtab.com search.juno.com search.zum.com find.tdc.dk it.luna.tv searchresults.verizon.com search.walla.co.il search.alot.com searches.f-secure.com search.f-secure.com
google|Keywords|gooofullsearch.com search.hiyo.com search.incredimail.com search1.incredimail.com search2.incredimail.com search3.incredimail.com search4.incredimail.com search.sweetim.com fastweb.it?
google|gsc.q|cgi2.nintendo.co.jp?
google|MT|search.smt.docomo.ne.jp image.search.smt.docomo.ne.jp
bing|q,Q|bing.com {}.bing.com global.bing.com msnbc.msn.com? dizionario.it.msn.com? enciclopedia.it.msn.com? cc.bingj.com?
yandex|text|yandex.com yandex.{} clck.yandex.{} m.yandex.{} images.yandex.com images.yandex.{}
yahoo|p,q,va|search.yahoo.com {}.search.yahoo.com malaysia.search.yahoo.com cade.yahoo.com espanol.search.yahoo.com qc.search.yahoo.com one.cn.yahoo.com r.search.yahoo.com images.search.yahoo.com {}.images.yahoo.com cade.images.yahoo.com espanol.images.yahoo.com qc.images.yahoo.com cercato.it search.offerbox.com benefind.de ys.mirostart.com
yahoo|p,vp|search.yahoo.co.jp image.search.yahoo.co.jp video.search.yahoo.co.jp
yahoo|query,keyword,q|jp.hao123.com? home.kingsoft.jp? jwsearch.jword.jp
duckduckgo|q|duckduckgo.com r.duckduckgo.com
baidu|wd,word,kw|baidu.com www1.baidu.com m.baidu.com baidu.co.th zhidao.baidu.com? tieba.baidu.com? news.baidu.com?
baidu|search|web.gougou.com
ecosia|q|ecosia.org
qwant|q|qwant.com lite.qwant.com
startpage|query|startpage.com classic.startpage.com eu.startpage.com s6-eu5.ixquick.com s2-eu4.startpage.com s6-eu4.startpage.com s7-eu4.startpage.com s1-eu5.startpage.com s2-eu5.startpage.com s4-eu5.startpage.com s5-eu5.startpage.com s6-eu5.startpage.com s7-eu5.startpage.com s8-eu5.startpage.com s10-eu5.startpage.com s11-eu5.startpage.com s12-eu5.startpage.com s13-eu5.startpage.com s14-eu5.startpage.com
ixquick|query|ixquick.com www.eu.ixquick.com ixquick.de us.ixquick.com s1.us.ixquick.com s2.us.ixquick.com s3.us.ixquick.com s4.us.ixquick.com s5.us.ixquick.com eu.ixquick.com s8-eu.ixquick.com s1-eu.ixquick.de s2-eu4.ixquick.com s5-eu4.ixquick.com
go.mail.ru|q|go.mail.ru
rambler|query,words|nova.rambler.ru
seznam|q|search.seznam.cz videa.seznam.cz
naver|query|search.naver.com
daum|q|search.daum.net
sogou|query,keyword|sogou.com m.sogou.com wap.sogou.com english.sogou.com
360.cn|q|so.360.cn so.com m.so.com haosou.com
soso|w|soso.com
sm.cn|q|m.sm.cn so.m.sm.cn m.sp.sm.cn yz.m.sm.cn quark.sm.cn
coccoc|query|coccoc.com?
lilo|q|search.lilo.org
gibiru|q|gibiru.com
disconnect|q|search.disconnect.me
start.fyi|q|search.start.fyi
searchlock|q|searchlock.com results.searchlock.com
avira|ask,q,searchfor|search.avira.com search.avira.net safesearch.avira.com
aol|query,q|search.aol.com search.aol.it aolsearch.aol.com www.aolrecherche.aol.fr aolrecherche.aol.fr aolrecherches.aol.fr aolimages.aol.fr aim.search.aol.com recherche.aol.fr find.web.aol.com recherche.aol.ca aolsearch.aol.co.uk search.aol.co.uk sucheaol.aol.de suche.aol.de o2suche.aol.de suche.aolsvc.de aolbusqueda.aol.com.mx alicesuche.aol.de alicesuchet.aol.de suchet2.aol.de search.hp.my.aol.com.au search.hp.my.aol.de search.hp.my.aol.it search-intl.netscape.com de.aolsearch.com
ask|ask,q,searchfor|ask.com web.ask.com int.ask.com mws.ask.com images.ask.com images.{}.ask.com ask.reference.com askkids.com iwon.ask.com ask.co.uk {}.ask.com qbyrd.com {}.qbyrd.com search-results.com www1.search-results.com int.search-results.com {}.search-results.com search.ask.com {}.search.ask.com avira-int.ask.com searchqu.com search.tb.ask.com nortonsafe.search.ask.com avira.search.ask.com int.search.tb.ask.com
1.cz|q|1.cz
118700|q|118700.se foretag.118700.se webben.118700.se
123people|search_term|123people.com 123people.{}
abacho|q|abacho.de abacho.com abacho.co.uk se.abacho.com tr.abacho.com abacho.at abacho.fr abacho.es abacho.ch abacho.it
abcsok|q|abcsok.no verden.abcsok.no
acoon|begriff|acoon.de
aguea|q|chercherfr.aguea.com
allaverksamheter|What|allaverksamheter.se
alexa|q|alexa.com? search.toolbars.alexa.com
alice|qs|rechercher.aliceadsl.fr
all.by|query|all.by
allesklar|words|allesklar.de allesklar.at allesklar.ch
alltheweb|q|alltheweb.com
alohafind|q|alohafind.com
altavista|q|altavista.com search.altavista.com listings.altavista.com altavista.de altavista.fr {}.altavista.com be-nl.altavista.com be-fr.altavista.com
apollo.lv|q|apollo.lv?
apollo7|query|apollo7.de
aport|r|sm.aport.ru
arama|q|arama.com
arcor|Keywords|arcor.de?
arianna|query|arianna.libero.it arianna.com
atlas|q|searchatlas.centrum.cz
auone|q|search.auone.jp sp-search.auone.jp sp-web.search.auone.jp sp-image.search.auone.jp
austronaut|q|www2.austronaut.at www1.austronaut.at
babylon|q|search.babylon.com searchassist.babylon.com isearch.babylon.com
biglobe|q|cgi.search.biglobe.ne.jp images.search.biglobe.ne.jp
blekko|q|blekko.com
blogdigger|q|blogdigger.com
blogpulse|query|blogpulse.com
bluewin|searchTerm,q|search.bluewin.ch
canoe|q|web.canoe.ca?
centrum|q|search.centrum.cz morfeo.centrum.cz
charter|q|charter.net?
claro-search|q|claro-search.com
clix|question|pesquisa.clix.pt
comcast|q|search.comcast.net
compuserve|query|websearch.cs.com
conduit|q|search.conduit.com images.search.conduit.com
crawler|q|crawler.com
cuil|q|cuil.com
daemon-search|q|daemon-search.com my.daemon-search.com
dasoertliche|kw,ph|dasoertliche.de www2.dasoertliche.de
dastelefonbuch|kw|www1.dastelefonbuch.de
delfi|q|otsing.delfi.ee smart.delfi.lv
digg|s|digg.com?
dir.com|req|fr.dir.com
dmoz|search|dmoz.org? editors.dmoz.org?
earthlink|q|search.earthlink.net
elmundo|q|ariadna.elmundo.es
eniro|q,search_word|eniro.se
entireweb|q|entireweb.com
eo|x_query|eo.st lo.st
epicsearch|q|epicsearch.in
eurip|q|eurip.com
euroseek|string|euroseek.com
everyclick|keyword|everyclick.com
exalead|q|exalead.fr exalead.com
excite|q,search|search.excite.it search.excite.fr search.excite.de search.excite.co.uk search.excite.es search.excite.nl msxml.excite.com excite.co.jp?
fastbrowsersearch|q|fastbrowsersearch.com
findhurtig|q|findhurtig.dk
fireball|q|fireball.de
firstsfind|qry|firstsfind.com
fixsuche|q|fixsuche.de
flix.de|keyword|flix.de
fooooo|q|search.fooooo.com
forestle|q|forestle.org {}.forestle.org forestle.mobi
francite|name|recherche.francite.com
free|q,qs|search.free.fr search1-2.free.fr search1-1.free.fr
freecause|p|search.freecause.com
freenet|query,Keywords|suche.freenet.de
friendfeed|q|friendfeed.com?
frontier|q|search.frontier.com
gais|q|gais.cs.ccu.edu.tw
genieo|q|search.genieo.com
geona|q|geona.net
gigablast|q|gigablast.com dir.gigablast.com
gnadenmeer|keyword|gnadenmeer.de
gomeo|Keywords|gomeo.com
goo|MT|search.goo.ne.jp ocnsearch.goo.ne.jp
goyellow|MDN|goyellow.de
gulesider|q|gulesider.no
highbeam|q|highbeam.com?
hit-parade|p7|req.hit-parade.com class.hit-parade.com hit-parade.com
holmes|q|holmes.ge
hooseek|recherche|hooseek.com
hotbot|query|hotbot.com
iplay|q|start.iplay.com?
icerocket|q|blogs.icerocket.com
icq|q|icq.com? search.icq.com
ilse|search_for|ilse.nl
imesh|q,si|search.imesh.com
inbox|q|www2.inbox.com?
infospace|q,s|infospace.com dogpile.com tattoodle.com metacrawler.com webfetch.com webcrawler.com search.kiwee.com searches.vi-view.com search.webssearches.com search.fbdownloader.com searches3.globososo.com wsdsold.infospace.com search.avast.com start.facemoods.com start.funmoods.com search.magentic.com search.searchcompletion.com searchmobileonline.com isearch.glarysoft.com search.chatzum.com home.speedbit.com search.b1.org searchya.com search.handycafe.com search.v9.com search.iminent.com utorrent.inspsearch.com govome.inspsearch.com
isodelen|Keywords|isodelen.se
junglekey|query|junglekey.com junglekey.fr
jungle-spider|q|jungle-spider.de
jyxo|q|jyxo.1188.cz
k9safesearch|q|k9safesearch.com
kataweb|q|kataweb.it?
kensaq|q|kensaq.com
kvasir|q,search_word|kvasir.no
toile|q|toile.com web.toile.com
laban|q|laban.vn
latne|q|latne.lv
lookany|q|lookany.com
lookseek|q|search.lookseek.com
looksmart|key|looksmart.com
lycos|query|search.lycos.com lycos.{}?
maailm|tekst|maailm.com
mamma|query|mamma.com mamma75.mamma.com
meinestadt|words|meinestadt.de?
meta.ua|q|meta.ua
metacrawler|qry|s1.metacrawler.de s2.metacrawler.de s3.metacrawler.de
metager|eingabe,q|meta.rrzn.uni-hannover.de metager.de metager2.de
mister-wong|keywords|mister-wong.com? mister-wong.de?
monstercrawler|qry|monstercrawler.com
mozbot|q|mozbot.fr mozbot.co.uk mozbot.com
myspace|qry|searchservice.myspace.com
mywebsearch|searchfor,searchFor|mysearch.com ms114.mysearch.com ms146.mysearch.com kf.mysearch.myway.com ki.mysearch.myway.com search.myway.com search.mywebsearch.com
najdi|q|najdi.si
nate|q|search.nate.com
need2find|searchfor|ko.search.need2find.com
neti|query|neti.ee
nifty|q,Text,kw|search.nifty.com search.azby.fmworld.net videosearch.nifty.com
nigma|s|nigma.ru
onet|qt|szukaj.onet.pl
online.no|q|online.no?
only-search|q|only-search.com
1881|Query|1881.no
orange|q,kw|busca.orange.es lemoteur.ke.voila.fr lemoteur.orange.fr
paperball|q|paperball.de
peoplecheck|q|extern.peoplecheck.de
peoplepc|q|search.peoplepc.com
picsearch|q|picsearch.com
plazoo|q|plazoo.com
plusnetwork|q|plusnetwork.com
poisk|text|poisk.ru
qip|query|search.qip.ru
qualigo|q|qualigo.at qualigo.ch qualigo.de qualigo.nl
rakuten|qt|websearch.rakuten.co.jp
riksdelen|What|riksdelen.se
roadrunner|q|search.rr.com
rpmfind|query|rpmfind.net fr2.rpmfind.net
sapo|q|pesquisa.sapo.pt
scour|q|scour.com
search.ch|q|search.ch
search.com|q|search.com
searchalot|q|searchalot.com
searchcanvas|q|searchcanvas.com
searchy|q|searchy.co.uk
seesaa|q|search.seesaa.jp
setooz|query|bg.setooz.com da.setooz.com el.setooz.com fa.setooz.com ur.setooz.com {}.setooz.com
sharelook|keyword|sharelook.fr
skynet|q|skynet.be?
sm.de|q|sm.de
smartaddressbar|s|search.smartaddressbar.com
smartshopping|kwd,keywords|search.smartshopping.com
snap.do|q|search.snap.do
so-net|query,kw|so-net.ne.jp? video.so-net.ne.jp?
softonic|q|search.softonic.com
sputnik|q|sputnik.ru
startpagina|q,query|startgoogle.startpagina.nl
startsiden|q|startsiden.no
suche.info|Keywords|suche.info
suchmaschine|suchstr|suchmaschine.com
suchnase|q|suchnase.de
surfcanyon|q|surfcanyon.com
t-online|q|suche.t-online.de brisbane.t-online.de navigationshilfe.t-online.de
talimba|search|talimba.com
talktalk|query|talktalk.co.uk?
tarmot|q|tarmot.com
technorati|q|technorati.com?
teoma|q|teoma.com
terra|query|buscador.terra.es buscador.terra.cl buscador.terra.com.br
tiscali|q,key,query|search.tiscali.it search-dyn.tiscali.it hledani.tiscali.cz
tixuma|sc|tixuma.de
toolbarhome|q|toolbarhome.com vshare.toolbarhome.com
toppreise|search|toppreise.ch fr.toppreise.ch de.toppreise.ch en.toppreise.ch
trouvez|query|trouvez.com
trovarapido|q|trovarapido.com
trusted-search|w|trusted-search.com
twingly|q|twingly.com?
uol|q|busca.uol.com.br
url.org|q|url.org
vinden|q|vinden.nl
vindex|search_for|vindex.nl search.vindex.nl
virgilio|qs,qrs|ricerca.virgilio.it ricercaimmagini.virgilio.it ricercavideo.virgilio.it ricercanews.virgilio.it mobile.virgilio.it?
voila|rdata|search.ke.voila.fr lemoteur.fr
volny|search|web.volny.cz?
walhello|key|walhello.info walhello.com walhello.de walhello.nl
web.de|su,q|suche.web.de m.suche.web.de
web.nl|zoekwoord|web.nl
weborama|QUERY|weborama.fr?
websearch|qkw,q|websearch.com
wedoo|keyword|fr.wedoo.com en.wedoo.com es.wedoo.com
winamp|q|search.winamp.com
wp.pl|szukaj|szukaj.wp.pl
witch|search|witch.de
woopie|kw|woopie.jp
www.ee|query|search.www.ee
x-recherche|MOTS|x-recherche.com
yam|k|search.yam.com
yasni|query|yasni.de yasni.com yasni.co.uk yasni.ch yasni.at
yatedo|q|yatedo.com yatedo.fr
yippy|query|search.yippy.com
yougoo|q|yougoo.fr
zapmeta|q,query|zapmeta.com zapmeta.{} uk.zapmeta.com ar.zapmeta.com au.zapmeta.com ca.zapmeta.com fi.zapmeta.com no.zapmeta.com tr.zapmeta.com
zhongsou|w|p.zhongsou.com
zoek|q|www3.zoek.nl
zoeken|q|zoeken.nl
zoohoo|q|zoohoo.cz
zoznam|s|zoznam.sk
zxuso|wd|zxuso.com
kwzf|search|kwzf.net`;
