import { NotModelled } from "./request-state.ts";
import type { Scope, Server } from "./server-configuration.ts";

/** What the simulation carries out. */
const simulated = new Set(
  `accessfilename alias aliasmatch allow allowoverride allowoverridelist authbasicauthoritative authbasicprovider authgroupfile authmerging authname
  authtype authuserfile browsermatch browsermatchnocase deny directoryindex directoryslash documentroot errordocument fallbackresource header order
  proxyerroroverride proxypass proxypassmatch redirect redirectmatch redirectpermanent redirecttemp requestheader require requireall requireany
  requirenone rewritebase rewritecond rewriteengine rewritemap rewriteoptions rewriterule scriptalias scriptaliasmatch serveralias servername setenv
  setenvif setenvifexpr setenvifnocase sethandler unsetenv`.split(/\s+/),
);

/** What changes neither a status nor a header that CORS looks at; or only for bodies and requests that are not asked here. */
const harmless = new Set(
  `acceptfilter acceptpathinfo addcharset adddefaultcharset adddescription addencoding addicon addiconbyencoding addiconbytype addlanguage
  addoutputfilter addoutputfilterbytype addtype allowencodedslashes bufferedlogs charsetdefault contentdigest cookiedomain cookietracking customlog
  datasize defaultlanguage defaultruntimedir defaulttype deflatebuffersize deflatecompressionlevel deflatefilternote deflatememlevel
  deflatewindowsize enablemmap enablesendfile errorlog errorlogformat expiresactive expiresbytype expiresdefault extendedstatus fileetag
  filterdeclare filterprovider forcelanguagepriority forcetype group gracefulshutdowntimeout headername hostnamelookups httpprotocoloptions
  identitycheck indexignore indexoptions indexorderdefault indexstylesheet keepalive keepalivetimeout languagepriority limitinternalrecursion
  limitrequestbody limitrequestfields limitrequestfieldsize limitrequestline limitxmlrequestbody listen listenbacklog logformat loglevel
  logiotrackttfb maxclients maxconnectionsperchild maxkeepaliverequests maxmemfree maxrequestsperchild maxrequestworkers maxspareservers
  maxsparethreads mimemagicfile minspareservers minsparethreads mutex namevirtualhost nocache pagespeed passenv php_admin_flag php_admin_value
  php_flag php_value pidfile protocols protocolshonororder proxyaddheaders proxybadheader proxydomain proxyiobuffersize proxymaxforwards
  proxypassinherit proxypassinterpolateenv proxypassreverse proxypassreversecookiedomain proxypassreversecookiepath proxypreservehost
  proxyreceivebuffersize proxyremote proxyrequests proxyset proxystatus proxytimeout proxyvia qualifyredirecturl readmename receivebuffersize
  regexdefaultoptions removehandler removetype requestreadtimeout rlimitcpu rlimitmem rlimitnproc scoreboardfile scriptlog scriptsock sendbuffersize
  serveradmin serverlimit serverpath serverroot serversignature servertokens setoutputfilter sslcacertificatefile sslcacertificatepath
  sslcertificatechainfile sslcertificatefile sslcertificatekeyfile sslciphersuite sslcompression sslcryptodevice sslengine sslhonorcipherorder
  sslinsecurerenegotiation sslopenSSLconfcmd sslopensslconfcmd ssloptions sslpassphrasedialog sslprotocol sslproxycheckpeercn sslproxycheckpeername
  sslproxyengine sslproxyverify sslrandomseed sslsessioncache sslsessioncachetimeout sslsessiontickets sslstaplingcache sslusestapling startservers
  startthreads stricthostcheck suexecusergroup threadlimit threadsperchild threadstacksize timeout traceenable transferlog typesconfig unsetenv
  usecanonicalname usecanonicalphysicalport user userdir wsgiapplicationgroup wsgipassauthorization xbithack`.split(
    /\s+/,
  ),
);

/** Options that change what is answered; the others are about links and lists. */
const strangeOption = /^\+?(?:multiviews|execcgi|includes|includesnoexec)$/i;

/** A directive that may matter, is not simulated and applies to the request: the answer is not known. */
export function requireKnownDirectives(scopes: readonly Scope[], server: Server): void {
  for (const { directives } of scopes) {
    for (const { key, name, words, place } of directives) {
      if (simulated.has(key) || harmless.has(key)) continue;
      if (key === "options" && !words.some((word) => strangeOption.test(word))) continue;
      if (key === "addhandler" || key === "options" || key === "include" || key === "includeoptional") {
        throw new NotModelled(`${name} ${words.join(" ")}`.slice(0, 80), place);
      }
      throw new NotModelled(`the directive ${name}`, place);
    }
  }
  void server;
}
