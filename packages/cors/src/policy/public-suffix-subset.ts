import type { SuffixTable } from "./suffix-table.ts";

/**
 * The part of the Public Suffix List (https://publicsuffix.org/list/) that runtimes other than Node get, to keep bundles
 * small: the most used generic top-level domains, the second levels of the countries that register there most, and the
 * hosting platforms most seen in CORS configurations. Every label of two letters counts as a country's beside it. It does
 * not have the ~1,400 other generic top-level domains, most second and third levels (Japanese cities, Norwegian counties …),
 * and most of the private section. A test holds it against the whole list.
 */
export const suffixTable: SuffixTable = {
  edition: "2026-11-19",
  complete: false,
  registries: `
academy aero agency app ar(com edu gob net org) art asia at(ac co gv or) au(asn com edu gov id net org) bank bd(com)
bet bio biz blog bo(com) br(com edu gov net org) business cafe capital care careers casino cat center chat city
ck(* !www) click cloud club cn(ac com edu gov net org) co(com edu gov net org) codes com community company computer
consulting cool coop cy(com) day deals delivery design dev digital direct directory ec(com) edu education eg(com)
email energy engineering enterprises es(com edu gob nom org) events exchange expert express family farm fashion
finance financial fit fitness foundation fr(asso com gouv) fun fund gallery games gh(com) gift global gmbh golf google
gov gr(com edu gov org) group guide guru health help hk(com edu gov net org) host hosting house hu(co) icu
id(ac co go or sch web) il(ac co gov muni net org) in(ac co edu firm gen gov ind net nic org res) info institute int
international investments it(edu gov) jobs jp(ac ad co ed go gr lg ne or) ke(co or) kitchen kr(ac co go ne or pe re)
land law legal life limited link live lk(com) loan ltd management market marketing media mil mobi money movie mt(com)
museum mx(com edu gob net org) my(com edu gov net org) name net network new news ng(com) ninja np(*)
nz(ac co govt net org school) one online org page partners parts party pe(com net org) ph(com edu gov net org) photo
photography photos pictures pk(com) pl(com edu gov net org waw) plus post press pro productions properties
pt(com edu gov org) pub py(com) recipes red rent rentals repair report rest restaurant review reviews ro(com org) run
sa(com) sale school science services sg(com edu gov net org) shop shopping show site social software solutions space
store stream studio style support surf systems tax team tech technology tel th(ac co go in or) tips today tools top
tours town toys tr(com edu gen gov net org web) trade training travel tube tw(com edu gov idv net org)
ua(com edu gov kiev net org) uk(ac co gov ltd me net nhs org plc sch) university uy(com) vacations ve(com) ventures
video vip vision vn(com edu gov net org) vote watch web webcam website wedding wiki win wine work works world wtf xxx
xyz yoga ~za(ac co gov net org web) zip zone
`,
  hosting: `
~app(csb framer lovable netlify ngrok ngrok-free ondigitalocean ~railway(up) replit run streamlit vercel web)
~co(carrd repl)
~com(~amazonaws(elb s3) amplifyapp appspot awsapprunner blogspot co de elasticbeanstalk firebaseapp herokuapp myshopify onrender trycloudflare uk us withgoogle wixsite)
~dev(deno fly githubpreview ngrok ngrok-free pages r2 replit vercel workers) ~goog(translate)
~io(azurecontainer bitbucket gitbook github gitlab ngrok readthedocs webflow) ~net(azure-api azureedge azurestaticapps
azurewebsites cloudapp cloudfront cloudfunctions ddns deno gb trafficmanager ts ~windows(~core(blob web)))
~org(duckdns dyndns eu hopto no-ip) ~sh(now surge) ~site(notion square) ~space(hf) ~website(framer)
`,
};
