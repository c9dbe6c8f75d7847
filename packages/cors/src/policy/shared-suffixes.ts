/**
 * Domains under which strangers can register or rent a name, for judging a `*.` pattern: a subset written by hand on
 * 2026-11-23 and held against the Public Suffix List (https://publicsuffix.org/list/). Some hosting platforms are not in that
 * list, but give every customer a name all the same.
 *
 * It has every country's top-level domain, the most used generic ones, the second levels of the countries that register
 * there most, and the hosting platforms most seen in CORS configurations. It does not have the ~1,400 other generic
 * top-level domains, most second and third levels (Japanese cities, Norwegian counties …), and most of the private section.
 * An unknown single label (`internal`) is not a suffix.
 */
const registries = `
ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz
ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr
ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp
ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv
mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw
sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz
ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
aero asia biz cat com coop edu gov info int jobs mil mobi museum name net org post pro tel travel xxx
academy agency ai app art bank bet bio blog business cafe capital care careers casino center chat city click cloud club
codes community company computer consulting cool day deals delivery design dev digital direct directory education email
energy engineering enterprises events exchange expert express family farm fashion finance financial fit fitness foundation
fun fund games gallery gift global gmbh golf google group guide guru health help host hosting house icu institute
international investments kitchen land law legal life limited link live loan ltd management market marketing media money
movie network new news ninja one online page partners parts party photo photography photos pictures plus press
productions properties pub recipes red rent rentals repair report restaurant rest review reviews run sale school science
services shop shopping show site social software solutions space store stream studio style support surf systems tax team
tech technology tips today tools top tours town toys trade training tube university vacations ventures video vip vision
vote watch web webcam website wedding wiki win wine work works world wtf xyz yoga zone zip
co.uk org.uk me.uk ltd.uk plc.uk net.uk ac.uk gov.uk sch.uk nhs.uk com.au net.au org.au edu.au gov.au id.au asn.au
co.nz net.nz org.nz ac.nz govt.nz school.nz co.za org.za net.za web.za gov.za ac.za
co.jp or.jp ne.jp ac.jp ad.jp ed.jp go.jp gr.jp lg.jp co.kr or.kr ne.kr re.kr go.kr ac.kr pe.kr
com.br net.br org.br gov.br edu.br com.cn net.cn org.cn gov.cn edu.cn ac.cn com.tw org.tw net.tw edu.tw gov.tw idv.tw
com.hk org.hk net.hk edu.hk gov.hk com.sg org.sg net.sg edu.sg gov.sg com.my org.my net.my edu.my gov.my
co.in net.in org.in firm.in gen.in ind.in ac.in edu.in gov.in nic.in res.in co.id or.id web.id ac.id go.id sch.id
co.th in.th or.th ac.th go.th com.vn net.vn org.vn edu.vn gov.vn com.ph net.ph org.ph edu.ph gov.ph
com.mx org.mx net.mx edu.mx gob.mx com.ar net.ar org.ar edu.ar gob.ar com.co net.co org.co edu.co gov.co
com.pe org.pe net.pe com.ve com.ec com.uy com.py com.bo com.tr net.tr org.tr gen.tr web.tr edu.tr gov.tr
co.il org.il net.il ac.il gov.il muni.il com.eg com.sa com.ng com.gh co.ke or.ke com.pk com.bd com.np com.lk
com.ua net.ua org.ua edu.ua gov.ua kiev.ua com.ru com.pl net.pl org.pl edu.pl gov.pl waw.pl
co.at or.at ac.at gv.at com.es org.es nom.es gob.es edu.es com.pt org.pt edu.pt gov.pt com.gr org.gr edu.gr gov.gr
com.fr asso.fr gouv.fr co.hu com.ro org.ro edu.it gov.it com.cy com.mt
`;

const hosting = `
github.io gitlab.io githubpreview.dev vercel.app vercel.dev now.sh netlify.app pages.dev workers.dev r2.dev trycloudflare.com
web.app firebaseapp.com appspot.com run.app a.run.app cloudfunctions.net translate.goog blogspot.com withgoogle.com
herokuapp.com onrender.com fly.dev railway.app up.railway.app surge.sh glitch.me repl.co replit.app replit.dev
azurewebsites.net azurestaticapps.net cloudapp.net cloudapp.azure.com trafficmanager.net blob.core.windows.net
web.core.windows.net azureedge.net azure-api.net azurecontainer.io
s3.amazonaws.com elasticbeanstalk.com cloudfront.net awsapprunner.com amplifyapp.com elb.amazonaws.com on.aws
ondigitalocean.app deno.dev deno.net codesandbox.io csb.app stackblitz.io webcontainer.io lovable.app
ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev ts.net loca.lt localtunnel.me
myshopify.com wordpress.com wpengine.com wixsite.com weebly.com webflow.io framer.app framer.website carrd.co notion.site
square.site tumblr.com readthedocs.io gitbook.io sourceforge.io bitbucket.io hf.space streamlit.app
duckdns.org no-ip.org dyndns.org hopto.org ddns.net nip.io sslip.io eu.org us.com uk.com de.com gb.net co.com
`;

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

const registrySuffixes: ReadonlySet<string> = new Set(words(registries));
const hostingSuffixes: ReadonlySet<string> = new Set(words(hosting));

/** Domains above a suffix: `*.amazonaws.com` covers every name under `s3.amazonaws.com`. */
const parents: ReadonlySet<string> = new Set(
  [...registrySuffixes, ...hostingSuffixes].flatMap((suffix) => {
    const labels = suffix.split(".");
    return labels.slice(1).map((_, index) => labels.slice(index + 1).join("."));
  }),
);

/**
 * Who can have a name below this host: anyone at a registry, anyone at a hosting platform, or, as far as this table knows,
 * only its owner (null).
 */
export function sharedSuffix(host: string): "registry" | "hosting" | null {
  if (registrySuffixes.has(host)) return "registry";
  return hostingSuffixes.has(host) || parents.has(host) ? "hosting" : null;
}
