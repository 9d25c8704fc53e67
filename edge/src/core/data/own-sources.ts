/**
 * What the lists beside this file do not have: sources of Russian- and Ukrainian-speaking markets, newer networks,
 * webmail, advertising networks, and pages that a visitor only passes through. Our own; data only. It wins over them.
 */

/** As in `search-engines.ts`. */
export const OWN_SEARCH_ENGINES = `
yandex|text|ya.ru
google|q|syndicatedsearch.goog
bing|q|edgeservices.bing.com
yahoo|p|{}.images.search.yahoo.com
aol|q|aolsearch.com
rambler|query,q|search.rambler.ru r0.rambler.ru
ukr.net|q|search.ukr.net
brave|q|search.brave.com
mojeek|q|mojeek.com
swisscows|query|swisscows.com
kagi|q|kagi.com
presearch|q|presearch.com
petal|query|petalsearch.com
yep|q|yep.com`;

/** What people write as `utm_source` for Yandex advertising, beside `yandex`. */
export const OWN_SEARCH_NAMES = `
ya.ru yandex.direct yandexdirect yandex-direct yandex_direct direct.yandex.ru ydirect brave search.brave.com`;

/** As in `social-networks.ts`; names without a dot are met as `utm_source`. */
export const OWN_SOCIAL_NETWORKS = `
vk.com vk.ru vkontakte.ru vk vkontakte vk_ads vkads target.my.com mytarget
ok.ru odnoklassniki.ru odnoklassniki.ua ok odnoklassniki
t.me telegram.me telegram.dog web.telegram.org telegram tg
x.com twitter.com t.co x
dzen.ru zen.yandex.ru dzen zen
max.ru
viber.com viber
whatsapp.com wa.me
threads.com threads.net threads
bsky.app bluesky
mastodon.social mastodon
discord.com discord
tiktok.com
snapchat.com
quora.com
pikabu.ru
habr.com
livejournal.com livejournal.ru
nextdoor.com nextdoor`;

export const OWN_VIDEO = `
rutube.ru rutube
vkvideo.ru
youtu.be
megogo.net`;

export const OWN_SHOPPING = `
avito.ru avito
market.yandex.ru
ozon.ru ozon
wildberries.ru wildberries
rozetka.com.ua rozetka
prom.ua prom
olx.ua olx.kz olx.uz olx.pl olx
hotline.ua hotline
kaspi.kz kaspi`;

/** As in `social-networks.ts`. */
export const OWN_AI_ASSISTANTS = `
duck.ai
poe.com
character.ai
kimi.com kimi.moonshot.cn
doubao.com
chat.z.ai
alice.yandex.ru
giga.chat`;

/** Names of assistants that are met as `utm_source`. */
export const AI_NAMES = `
chatgpt openai claude perplexity deepseek copilot gemini grok`;

/** Read with their subdomains. Hosts such as `mail.` or `webmail.` under any domain need no entry. */
export const WEBMAIL = `
mail.google.com inbox.google.com
outlook.live.com outlook.office.com outlook.office365.com outlook.com outlook.cloud.microsoft
e.mail.ru touch.mail.ru light.mail.ru octavius.mail.ru
secureurl.ukr.net
deref-gmx.net deref-web.de deref-mail.com navigator.gmx.net navigator.web.de navigator-bs.gmx.com
account.proton.me
email.seznam.cz
poczta.onet.pl poczta.wp.pl poczta.o2.pl`;

/** `source|medium|hosts`: whoever comes from there has clicked on an advertisement. Read with subdomains. */
export const AD_NETWORKS = `
google|cpc|googleadservices.com adservice.google.com
google|display|googlesyndication.com doubleclick.net 2mdn.net
yandex|cpc|yabs.yandex.ru yabs.yandex.by yabs.yandex.kz yabs.yandex.ua yabs.yandex.uz yabs.yandex.com yabs.yandex.net
yandex|display|an.yandex.ru yandexadexchange.net
vk.com|cpc|ads.vk.com ad.mail.ru target.my.com
taboola|display|taboola.com
outbrain|display|paid.outbrain.com tr.outbrain.com
mgid|display|mgid.com
criteo|display|criteo.com criteo.net
adform|display|adform.net
appnexus|display|adnxs.com
amazon|display|amazon-adsystem.com`;

/** Payment, sign-in and the like: the visitor comes back from there, and came from somewhere else. With subdomains. */
export const PASSED_THROUGH = `
paypal.com stripe.com klarna.com adyen.com mollie.com worldpay.com checkout.com afterpay.com clearpay.co.uk squareup.com
pay.google.com pay.amazon.com payments.amazon.com shop.app checkout.shopify.com mercadopago.com razorpay.com payu.com
payu.in secure.payu.com przelewy24.pl iyzico.com sagepay.com opayo.co.uk gocardless.com braintreegateway.com
yoomoney.ru yookassa.ru securepay.tinkoff.ru securepayments.tinkoff.ru securepay.tbank.ru securepayments.sberbank.ru
cloudpayments.ru robokassa.ru auth.robokassa.ru payanyway.ru qiwi.com sbp.nspk.ru qr.nspk.ru
liqpay.ua wayforpay.com fondy.eu portmone.com.ua pay.fondy.eu privat24.ua monobank.ua ipay.ua
accounts.google.com appleid.apple.com idmsa.apple.com login.microsoftonline.com login.live.com login.yahoo.com
passport.yandex.ru oauth.yandex.ru id.vk.com id.vk.ru oauth.vk.com connect.ok.ru account.mail.ru connect.mail.ru
esia.gosuslugi.ru id.gov.ua auth0.com okta.com onelogin.com`;

/** Android apps that send `android-app://` referrers, each with the site it stands for. */
export const ANDROID_APPS = `
com.google.android.googlequicksearchbox google.com
com.google.android.gm mail.google.com
com.google.android.apps.maps maps.google.com
com.google.android.youtube youtube.com
com.google.android.apps.plus plus.google.com
com.microsoft.bing bing.com
com.microsoft.office.outlook outlook.live.com
com.yahoo.mobile.client.android.mail mail.yahoo.com
ru.yandex.searchplugin ya.ru
ru.yandex.mail mail.yandex.ru
ru.mail.mailapp e.mail.ru
com.facebook.katana facebook.com
com.facebook.lite facebook.com
com.facebook.orca messenger.com
com.instagram.android instagram.com
com.instagram.barcelona threads.com
com.twitter.android x.com
com.linkedin.android linkedin.com
com.pinterest pinterest.com
com.reddit.frontpage reddit.com
com.zhiliaoapp.musically tiktok.com
com.snapchat.android snapchat.com
com.whatsapp whatsapp.com
com.viber.voip viber.com
com.vkontakte.android vk.com
ru.ok.android ok.ru
org.telegram.messenger t.me
org.telegram.messenger.web t.me
ru.zen.android dzen.ru
com.openai.chatgpt chatgpt.com
ai.perplexity.app.android perplexity.ai
com.anthropic.claude claude.ai`;
