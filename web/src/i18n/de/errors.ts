import type { ErrorCode } from '../../../../src/contract/index.ts';

/** Was schiefgehen kann. Was in Klammern eingesetzt wird, kann aus der Technik kommen und englisch sein. */
export const errors = {
  'dicom/truncated': 'Die Daten enden bei Byte {offset}; {needed} weitere Bytes waren angekündigt.',
  'dicom/not-dicom': 'Das ist keine DICOM-Datei: {reason}.',
  'dicom/bad-length': 'Element {tag} kündigt {length} Bytes an, was hier nicht stimmen kann.',
  'dicom/limit': '{what} ist {value}, mehr als die Grenze von {limit}.',
  'dicom/bad-value': 'Element {tag} hat einen Wert, den sein Typ {vr} nicht erlaubt: {reason}.',
  'dicom/bad-xml': 'Das ist kein Dokument des Native DICOM Model: {reason}.',
  'dicom/unsupported-transfer-syntax': 'Die Transfersyntax {uid} wird für {what} nicht unterstützt.',
  'dicom/charset': 'Der Text lässt sich im Zeichensatz {charset} nicht schreiben.',
  'dimse/protocol': 'Die Gegenstelle hat sich nicht an das DICOM-Protokoll gehalten: {reason}.',
  'dimse/limit': '{what} ist {value}, mehr als die Grenze von {limit}.',
  'dimse/rejected': 'Die Gegenstelle hat die Verbindung abgelehnt: {reason}.',
  'dimse/aborted': 'Die Verbindung wurde abgebrochen: {reason}.',
  'dimse/timeout': 'Die Gegenstelle hat {seconds} s lang nicht geantwortet ({what}).',
  'dimse/no-context': 'Die Gegenstelle nimmt diese Art von Objekten nicht an: {sopClass}.',
  'dimse/failed': 'Die Gegenstelle hat mit Status {status} geantwortet: {comment}.',
  'net/unreachable': '{host}:{port} ist nicht zu erreichen: {reason}.',
  'net/forbidden': '{host} wird nicht angerufen: {reason}.',
  'dicomweb/denied':
    '{host} lässt uns nicht hinein (Status {status}). Prüfen Sie Benutzer und Geheimnis des Knotens.',
  'dicomweb/no-service':
    '{url} bietet das über DICOMweb nicht an: Die Antwort war {status}. Prüfen Sie die Adresse des Knotens.',
  'dicomweb/busy': '{host} hat {status} geantwortet.',
  'dicomweb/refused': '{host} hat es abgelehnt: {reason}.',
  'dicomweb/nonsense': '{host} hat geantwortet, was keine Antwort eines DICOMweb-Dienstes ist: {reason}.',
  'dicomweb/cut-off': '{host} hat mitten in der Antwort aufgehört.',
  'dicomweb/timeout': '{host} hat {seconds} s lang nichts gesagt.',
  'disc/none': 'Das ist kein Abbild einer Disc, das hier gelesen werden kann: {reason}.',
  'disc/unreadable': 'Das Abbild der Disc ist bei Byte {position} nicht lesbar: {reason}.',
  'disc/damaged': 'Das Abbild der Disc widerspricht sich: {reason}.',
  'disc/limit': '{what} ist {value}, mehr als die Grenze von {limit}.',
  'disc/unsupported': 'Was auf diese Weise auf der Disc liegt, wird hier nicht gelesen: {what}.',
  'disc/not-there': 'Das DICOMDIR nennt sie, und sie ist nicht da.',
  'disc/outside': 'Das DICOMDIR nennt sie, und sie läge außerhalb der Disc.',
  'disc/bad-index': 'Das DICOMDIR ist fehlerhaft: {reason}.',
  'disc/large-index':
    'Das DICOMDIR hat mehr als {limit} Bytes, und ihm wird nicht gefolgt; die Bilder daneben werden ohne es gefunden.',
  'disc/index-elsewhere':
    'Das ist ein DICOMDIR unter einem anderen Namen, und ihm wird nicht gefolgt; die Bilder daneben werden ohne es gefunden.',
  'disc/too-deep': 'Es liegt mehr als {limit} Ordner tief.',
  'disc/link': 'Das ist ein Verweis, der aus dem Ordner hinausführt oder nirgendwohin.',
  'ingest/missing-uid': 'Dem Datensatz fehlt {keyword}.',
  'ingest/bad-uid': '{keyword} ist keine gültige UID.',
  'ingest/conflict':
    'Es hat die Kennung eines gespeicherten Objekts und einen anderen Inhalt; beide bleiben erhalten.',
  'ingest/mismatch': '{keyword} des Datensatzes ist nicht die angekündigte.',
  'store/full':
    'Der Datenträger mit {what} ist voll. Bitte Platz schaffen; was bestätigt wurde, ist nicht verloren.',
  'store/quota':
    'Die Sammlung {collection} ist voll: Sie darf {quota} Bytes haben. Bitte etwas entfernen oder um mehr Platz bitten.',
  'store/not-mounted':
    'Der Datenträger von {folder} ist nicht da: Bei {point} ist nichts eingehängt, oder ein anderer als zuvor. Es wurde nichts geschrieben. Hängen Sie ihn ein, oder legen Sie den Ordner von Hand an, wenn er auf diesem Datenträger liegen soll.',
  'store/io': 'Der Datenträger mit {what} hat einen Fehler: {reason}.',
  'store/locked': 'Ein anderes Programm (pid {pid}) benutzt das Datenverzeichnis {path}.',
  'store/no-archive': 'In {path} ist kein Archiv.',
  'store/foreign-directory':
    'In {path} liegt anderes ({names}) und kein Archiv. Dort wurde nichts geschrieben.',
  'store/not-found': 'Unter diesem Schlüssel ist nichts gespeichert.',
  'store/bad-key': 'Dieser Schlüssel ist nicht erlaubt.',
  'store/no-key':
    'Der Schlüssel, der die Geheimnisse versiegelt, lässt sich unter {path} nicht anlegen ({reason}). Bitte sealingKey auf einen beschreibbaren Ort außerhalb des Datenverzeichnisses setzen.',
  'store/secrets-shut':
    'Die Geheimnisse dieses Archivs lassen sich nicht öffnen: {reason}. Bitte den richtigen Schlüssel nach {path} legen. Ist er endgültig verloren, macht `isocenter rebuild --secrets` einen neuen; Passwörter, Token und Links müssen dann neu angelegt werden.',
  'store/torn-record':
    'Die letzten Zeilen der Datei {file} wurden nicht zu Ende geschrieben, wie es bei einem Stromausfall geschieht. Nichts Bestätigtes stand darin.',
  'store/corrupt-record': 'Die Datei {file} ist in Zeile {line} beschädigt.',
  'catalog/unavailable': 'Die Datenbank ist nicht benutzbar: {reason}.',
  'catalog/damaged': 'Die Datenbank ist beschädigt ({reason}).',
  'catalog/in-doubt':
    'Die Datenbank war mitten im Schreiben nicht mehr da; ob es geschah, ist noch nicht bekannt: {reason}',
  'catalog/schema': 'Die Datenbank hat Version {found}; dieses Programm kennt {known}.',
  'pixels/none': 'Dieses Objekt hat kein Bild.',
  'pixels/no-frame': 'Ein Bild {frame} gibt es nicht; das Objekt hat {count}.',
  'pixels/bad': 'Die Bilddaten sind nicht brauchbar: {reason}.',
  'pixels/video':
    'Das ist ein Video, aus dem sich einzelne Bilder nicht holen lassen. Als Ganzes ist es da: {offered}.',
  'pixels/unsupported': 'Bilddaten dieser Art lassen sich hier nicht umwandeln: {what}.',
  'waveform/bad': 'Die Aufzeichnung ist nicht lesbar: {reason}.',
  'nifti/bad': 'Die NIfTI-Datei ist nicht lesbar: {reason}.',
  'nifti/unsupported': 'NIfTI-Dateien dieser Art lassen sich hier nicht zeigen: {what}.',
  'convert/nothing': 'Hier ist nichts, woraus NIfTI wird: {reason}.',
  'convert/failed': 'dcm2niix konnte die Serie nicht umwandeln: {reason}.',
  'convert/limit': '{what} einer Umwandlung: {value}, mehr als die Grenze von {limit}.',
  'convert/too-large':
    'Die Serie ist zu groß für das eingebaute dcm2niix: {reason}. Bitte dcm2niix auf diesem Rechner installieren (Debian, Ubuntu: apt install dcm2niix) und noch einmal versuchen.',
  'convert/no-engine':
    'dcm2niix ist auf diesem Rechner nicht installiert (Debian, Ubuntu: apt install dcm2niix).',
  'rule/no-dataset': 'Die Regel {name} macht keinen BIDS-Datensatz.',
  'bids/not-written':
    'Das ist kein BIDS-Name: „{text}“ ist nicht so geschrieben wie anat-T1w oder func-bold_task-rest.',
  'bids/no-suffix': 'Das ist kein BIDS-Name: {datatype} hat kein {suffix}.',
  'bids/no-task': 'Das ist kein BIDS-Name: Ein funktionelles Bild braucht eine Aufgabe (task).',
  'bids/no-direction':
    'Das ist kein BIDS-Name: Eine Feldkarte zweier Richtungen braucht ihre Richtung (dir).',
  'bids/bad-label': 'Das ist kein BIDS-Name: {entity} hat nur Buchstaben und Ziffern, nicht „{label}“.',
  'dataset/name-of-patient': 'Eine andere Person heißt so.',
  'dataset/name-of-series': 'Eine andere Serie heißt so.',
  'dataset/name-of-file': 'Eine Datei von jemand anderem heißt so.',
  'dataset/events-aside': 'Eine andere Tabelle heißt so, die Ereignisse liegen darum in {file}.',
  'dataset/busy':
    'Ein anderes Programm arbeitet in dem Datensatz {folder}, und das schon lange. Versuchen Sie es danach noch einmal.',
  'dataset/mapping': '{file} im Datensatz lässt sich nicht verwenden: {problems}.',
  'program/not-started': 'Das Programm {program} lässt sich nicht starten: {reason}.',
  'program/timeout': 'Das Programm {program} brauchte länger als {seconds} s und wurde beendet.',
  'program/limit':
    'Das Programm {program} brauchte {value} Bytes Speicher, mehr als die Grenze von {limit}, und wurde beendet.',
  'program/failed': 'Das Programm {program} endete mit Code {code}: {said}',
  'render/busy': 'Im Augenblick werden zu viele Bilder aufbereitet. Bitte nachher noch einmal versuchen.',
  'render/timeout': 'Das Bild brauchte länger als {seconds} s.',
  'render/no-video':
    'Videos macht das Programm ffmpeg, das der Server nicht findet. Bitte dort installieren oder {instead} nehmen.',
  'archive/not-found': 'Das gibt es nicht: {what}.',
  'archive/forbidden': '{actor} darf das nicht: {action}.',
  'archive/withheld':
    'Dieser Link sagt nicht, von wem die Bilder sind. Berichte, Dokumente und Bilder mit Schrift darin könnten es verraten und werden nicht gezeigt.',
  'archive/recall-pending': 'Die Daten sind nicht zur Hand und müssen zurückgeholt werden.',
  'archive/bytes-lost':
    'Die Daten sind verloren oder beschädigt und in Quarantäne. `isocenter losses` sagt, was wohin gehört: eine gute Kopie dorthin legen oder noch einmal senden.',
  'archive/draining': 'Das Archiv fährt herunter.',
  'archive/damaged': 'Die gespeicherten Daten stimmen nicht mehr mit ihrer Prüfsumme überein.',
  'archive/unfinished':
    'Es kam noch an, als der Server stehen blieb, und dem Absender wurde nie gesagt, dass es hier ist.',
  'archive/swapped': 'An der Stelle dieses Bildes lag ein anderes.',
  'query/bad': 'Die Abfrage lässt sich nicht beantworten: {reason}.',
  'node/unknown': 'Einen Knoten namens {name} gibt es nicht.',
  'node/not-allowed': 'Der Knoten {name} darf das nicht: {action}.',
  'node/incomplete': '{failed} von {total} Objekten sind bei {name} nicht angekommen.',
  'node/refused':
    '{name} hat {failed} von {total} Bildern abgelehnt; sie noch einmal zu senden ändert nichts.',
  'node/incomplete-why':
    '{failed} von {total} Objekten sind bei {name} nicht angekommen. Das erste: {reason}',
  'node/refused-why':
    '{name} hat {failed} von {total} Bildern abgelehnt; sie noch einmal zu senden ändert nichts. Das erste: {reason}',
  'node/no-reason': 'Die Gegenstelle hat es abgelehnt und sagt nicht, warum.',
  'node/no-way': '{reason}',
  'node/not-sent': 'Der Knoten hat es nicht gesendet.',
  'node/nothing': '{name} nennt keine Bilder davon.',
  'node/no-images': 'Der Knoten nennt keine Bilder der Serie {series}.',
  'node/unnamed-series': 'Der Knoten sagt, dass er {said} Serien davon hat, und nennt {named}.',
  'node/unnamed-images': 'Der Knoten sagt, dass er {said} Bilder der Serie {series} hat, und nennt {named}.',
  'node/no-dimse': 'Der Knoten {name} hat keine DICOM-Adresse: Er ist nur über DICOMweb zu erreichen.',
  'node/no-web': 'Der Knoten {name} hat kein DICOMweb.',
  'node/needs-approval':
    'Was von {name} geholt wird, genehmigt ein Administrator: Bitten Sie darum, oder lassen Sie es einen Administrator holen.',
  'node/needs-none': 'Was Sie von {name} holen, braucht keine Genehmigung: Holen Sie es.',
  'request/decided': 'Über die Anfrage ist schon entschieden.',
  'request/too-many':
    'Es warten schon {limit} Anfragen, mehr können es nicht sein: Ziehen Sie welche zurück, oder warten Sie, bis über sie entschieden ist.',
  'node/nonsense': 'Der Knoten {name} hat etwas Unsinniges geantwortet: {reason}.',
  'job/lease-lost': 'Die Arbeit wurde unterbrochen; wie weit sie kam, ist nicht bekannt.',
  'job/not-ended':
    'Der Auftrag ist im Zustand {state}; nur was fehlschlug oder abgebrochen wurde, kann wiederholt werden.',
  'job/paused': 'Der Auftrag ruht, bis ihn jemand weiterlaufen lässt.',
  'job/too-many': 'Es warten schon mehr als {limit} Aufträge.',
  'config/invalid': 'Die Einstellungen haben Fehler:\n{problems}',
  'input/invalid': 'Die Eingabe passt nicht: {reason}',
  'input/too-large': 'Die Anfrage ist größer als {limit} Bytes.',
  'input/busy': 'Im Augenblick gibt es zu viele Anfragen dieser Art. Bitte nachher noch einmal versuchen.',
  'input/media-type': '{type} wird hier nicht angenommen; bitte {wanted} senden.',
  'input/unreadable': 'Die Datei ist nicht lesbar: {reason}.',
  'input/no-such-place': 'Unter {place} gibt es nichts.',
  'access/unauthenticated': 'Dafür muss bekannt sein, wer fragt: {reason}.',
  'access/too-many-attempts': 'Zu viele Fehlversuche. Bitte in {seconds} s noch einmal versuchen.',
  'access/wrong-password': 'Das alte Passwort ist falsch.',
  'access/wrong-code': 'Dieser Code ist nicht richtig oder wurde schon benutzt.',
  'access/passkey-refused': 'Dieser Passkey wurde nicht angenommen. Bitte noch einmal versuchen.',
  'access/no-passkeys-here': 'Passkeys gehen unter dieser Adresse nicht. Bitte {place} öffnen.',
  'access/provider-refused': 'Die Anmeldung mit {provider} hat nicht geklappt. Bitte noch einmal versuchen.',
  'access/provider-away':
    '{provider} antwortet nicht. Bitte später noch einmal versuchen oder anders anmelden.',
  'access/no-role': '{provider} kennt Sie, aber nichts dort sagt, was Sie hier dürfen.',
  'access/name-taken':
    'Ein Konto namens {name} gibt es schon. Ist es Ihres, melden Sie sich mit seinem Passwort an und verbinden Sie es auf der Kontoseite.',
  'access/log-in-again':
    'Dafür ist eine Anmeldung in den letzten {minutes} Minuten nötig. Bitte abmelden, neu anmelden und es dann tun.',
  'access/busy': 'Zu viele Passwörter werden gerade geprüft. Bitte gleich noch einmal versuchen.',
  'access/link-over': 'Dieser Link gilt nicht mehr ({reason}). Bitte den Absender um einen neuen bitten.',
  'access/link-spent': 'Dieser Link nimmt nichts mehr an: {reason}.',
  'access/foreign-site': 'Das kam von einer fremden Seite und wurde nicht getan.',
  'access/weak-password': 'Dieses Passwort genügt nicht: {reason}.',
  'automation/invalid': 'Die Automationsdatei ist nicht brauchbar. {reason}',
  'plan/missing': 'Das fehlt.',
  'plan/unknown-word': 'Dieses Wort ist hier nicht bekannt.',
  'plan/unclear': 'Das ist nichts, was hier gemeint sein könnte.',
  'plan/no-text': 'Das ist kein Text.',
  'plan/no-number': 'Das ist keine Zahl.',
  'plan/no-whole-number': 'Das ist keine ganze Zahl.',
  'plan/no-boolean': 'Das ist weder true noch false.',
  'plan/no-list': 'Das ist keine Liste.',
  'plan/no-object': 'Hier werden Wörter und ihre Werte gebraucht.',
  'plan/none-of': 'Das muss eines von diesen sein: {allowed}.',
  'plan/empty': 'Das ist leer.',
  'plan/too-short': 'Das hat weniger als {minimum} Zeichen.',
  'plan/too-long': 'Das hat mehr als {maximum} Zeichen.',
  'plan/too-few': 'Das sind weniger als {minimum}.',
  'plan/too-many': 'Das sind mehr als {maximum}.',
  'plan/below': 'Das ist weniger als {minimum}.',
  'plan/above': 'Das ist mehr als {maximum}.',
  'plan/no-url': 'Das ist keine URL.',
  'plan/no-mail-address': 'Das ist keine Mailadresse.',
  'plan/no-name': 'Das ist kein Name: kleine Buchstaben, Ziffern, Punkt, Binde- und Unterstrich.',
  'plan/no-offer': 'Das ist keine Erweiterung und was sie anbietet, wie series-log.append.',
  'plan/no-absolute-path': 'Das ist kein absoluter Pfad.',
  'plan/no-subfolder': 'Das ist kein Name eines Ordners: ohne Schrägstrich, und ohne Punkt am Anfang.',
  'plan/not-taken-folder': 'Dorthin gehen Dateien, die nicht aufgenommen werden konnten.',
  'plan/no-variable': 'Das ist kein Name einer Variablen.',
  'plan/no-modality': 'Das ist keine Modalität.',
  'plan/no-hours': 'Das ist keine Zeit des Tages wie 20:00-06:00.',
  'plan/no-ae-title': 'Das ist kein AE-Title: 1 bis 16 einfache Zeichen, kein Rückstrich.',
  'plan/no-element': 'Das ist kein Element: ein Schlüsselwort wie PatientID oder ein Tag.',
  'plan/no-mode': 'Das sind keine Zugriffsrechte wie "0640".',
  'plan/no-pattern': 'Das ist kein regulärer Ausdruck: {reason}.',
  'plan/one-of': 'Genau eines von diesen muss hier stehen: {words}.',
  'plan/both-or-neither': 'Diese müssen beide hier stehen oder keines: {words}.',
  'plan/fuller-at-the-end': 'untilBelow muss kleiner sein als whenFullerThan.',
  'plan/times':
    'Eine Regel, die nach Zeitplan nachsieht, braucht at und darf timeZone haben; alle anderen haben beides nicht.',
  'plan/no-key': 'Kein Schlüssel ist genannt: Es wäre alles, was der Knoten hat.',
  'plan/bids-folder': 'Ein BIDS-Datensatz braucht einen Ordner (folder).',
  'plan/bids-sidecars': 'Ein BIDS-Datensatz braucht Begleitdateien (sidecar).',
  'plan/no-script': 'Der Platz eines Skripts ist genannt, und es gibt kein Skript (script).',
  'plan/shared-folder': 'Das ist schon der Ordner des Baums „{name}“.',
  'plan/mixed-folder': 'Er liegt im Ordner von „{name}“ oder umgekehrt.',
  'plan/link-keeps-mode':
    'Ein Verweis ({form}) hat die Rechte und die Gruppe der Datei im Archiv. Bitte fileMode, folderMode und group weglassen oder als Form copy wählen.',
  'plan/volumes-are-copies': 'Volumen sind eigene Dateien: Bitte die Form (form) weglassen.',
  'plan/no-extension-here':
    'Erweiterungen werden nur von Regeln gefragt. Bitte eine Regel eine Markierung setzen lassen und nach dieser fragen.',
  'plan/no-yaml': 'Das ist nicht als YAML lesbar: {reason}',
  'automation/changed':
    'Die Automationsdatei wurde inzwischen von jemand anderem geändert. Bitte noch einmal ansehen; es wurde nichts geschrieben.',
  'automation/target':
    '{folder} liegt unter keinem der Ordner, in die geschrieben werden darf. Die Einstellung targetFolders nennt sie.',
  'archive/protected':
    'Die Studie {study} ist geschützt; ihre Markierungen sagen, warum. Nichts wurde entfernt. `isocenter unprotect` gibt sie frei.',
  'automation/source':
    '{folder} liegt unter keinem der Ordner, aus denen Dateien genommen werden dürfen. Die Einstellung sourceFolders nennt sie.',
  'attention/unsettled': 'Gespeicherte Bilder lassen sich nicht endgültig ablegen: {reason}',
  'attention/incomplete': 'Die Datenbank ist nicht vollständig. Bitte `isocenter rebuild` aufrufen.',
  'attention/almost-full': 'Der Datenträger ist fast voll.',
  'attention/mistakes':
    'Die Automationsdatei hat Fehler ({count}) und wird nicht benutzt; was vorher darin stand, gilt weiter. Der erste ist in Zeile {line}: `isocenter automation show` sagt, welcher.',
  'attention/not-taken':
    'Dateien, die sich nicht aufnehmen ließen: {count}. `isocenter inboxes show {name}` sagt, warum.',
  'attention/rule-not-asked':
    'Sie konnte eine Erweiterung nicht fragen und hat darum nichts getan; ihre Läufe sagen, warum. Wenn das wieder geht, fragt `isocenter rules replay {name}` nach allem, was ausgelassen wurde.',
  'attention/node-deletes':
    'Er löscht Studien, von denen nicht alles hier ist ({count}), die erste am {day}.',
  'attention/node-deleted':
    'Er hat vielleicht Studien gelöscht, von denen nicht alles hier ist ({count}), die erste am {day}.',
  'attention/run-deletes':
    'Der Zeitplan {schedule} bekam für den Lauf vom {run} nicht zu sehen, was dort ist; der Knoten löscht das erste davon am {day}.',
  'attention/run-deleted':
    'Der Zeitplan {schedule} bekam für den Lauf vom {run} nicht zu sehen, was dort ist; der Knoten hat das erste davon vielleicht am {day} gelöscht.',
  'inbox/unknown': 'Es gibt keinen Eingang namens {name}.',
  'inbox/folder-gone':
    'Der Ordner des Eingangs {name} ist nicht da: Er wurde verschoben, oder sein Laufwerk ist nicht eingehängt. Nichts ist verloren; es geht weiter, wenn er wieder da ist.',
  'inbox/inside-archive': '{folder} enthält das Archiv selbst oder liegt darin.',
  'inbox/unreadable':
    'Etwas im Ordner des Eingangs {name} lässt sich nicht ansehen: {reason}. Was darin ist, wartet.',
  'inbox/too-many':
    'Der Ordner des Eingangs {name} hat mehr als {limit} Dateien, die übrigen werden nicht angesehen. Lassen Sie aufgenommene Dateien verschieben oder löschen.',
  'inbox/cannot-empty': 'Dateien lassen sich nicht aus dem Ordner nehmen ({count}): {reason}.',
  'inbox/foreign': 'Das ist keine DICOM-Datei.',
  'inbox/left-over': 'Die Bilder darin sind im Archiv. Keine DICOM-Dateien sind: {files}.',
  'inbox/broken-files': 'Von dem, was darin ist, ließ sich nicht alles aufnehmen ({count}). {reason}',
  'inbox/broken-inside':
    'Von dem, was darin ist, ließ sich nicht alles aufnehmen: {count} ({files}). Das erste: {reason}',
  'inbox/stays': 'Sie bleibt liegen: {why}.',
  'inbox/refused-stays': '{reason} Sie bleibt liegen: {why}.',
  'retention/not-asked': '{node} ließ sich nicht nach Kopien fragen: {reason}',
  'retention/too-full':
    'Der Datenträger ist zu voll, und mehr darf nicht gehen. {protected} Studien sind geschützt, {withoutCopy} haben keine Kopie.',
  'retention/purge':
    'Der Datenträger ist zu voll. `isocenter trash purge` löscht endgültig, was lange genug aufbewahrt wurde: {gigabytes} GB.',
  'retention/unknown': 'Es gibt keine Aufbewahrung namens {name}.',
  'rule/unknown': 'Eine Regel namens {name} gibt es nicht.',
  'rule/changed': 'Die Regel {name} wurde inzwischen entfernt, ausgeschaltet oder geändert.',
  'rule/rests': 'Sie ruht. {reason}',
  'rule/resting': 'Die Regel {name} ruht: {reason}',
  'rule/action-failed': 'Die Aktion {action} ist fehlgeschlagen: {reason}',
  'rule/not-asked':
    'Die Regel {name} konnte eine Erweiterung nicht fragen und hat darum nichts getan: {reason} Wenn das wieder geht, fragt `isocenter rules replay {name}` nach allem, was ausgelassen wurde.',
  'extension/unknown': 'Es gibt keine Erweiterung, die {name} anbietet.',
  'extension/bad': 'Die Erweiterung {extension} ist nicht zu brauchen: {reason}.',
  'extension/failed': 'Die Erweiterung {extension} ist gescheitert: {reason}.',
  'extension/not-now': 'Die Erweiterung {extension} will später noch einmal gerufen werden: {reason}.',
  'extension/busy': 'Zu viele Aufrufe warten auf diese Erweiterung.',
  'extension/ended': 'Der Prozess der Erweiterung {extension} hat geendet: {reason}.',
  'extension/timeout':
    'Die Erweiterung {extension} hat länger als {seconds} s gebraucht, und ihr Prozess wurde beendet.',
  'extension/limit':
    '{what} (Erweiterung {extension}): {value}, über der Grenze von {limit} Bytes. Der Prozess wurde beendet.',
  'extension/nonsense':
    'Der Prozess der Erweiterung {extension} hat etwas geantwortet, das keinen Sinn ergibt ({reason}), und wurde beendet.',
  'extension/resting':
    'Der Prozess der Erweiterung {extension} hat in {minutes} Minuten {count} Mal geendet. Sie ruht bis {until}. Beim letzten Mal: {reason}',
  'rule/endless':
    'Die Regel {name} sollte an einer Studie mehr als {limit} Mal in einer Stunde arbeiten: Was sie tut, scheint sie wieder auszulösen. Für diese Studie ruht sie.',
  'mail/none': 'Kein Mailserver ist eingestellt: siehe mailHost in den Einstellungen.',
  'mail/refused': 'Der Mailserver {host} hat es abgelehnt: {reason}.',
  'mail/busy': 'Der Mailserver {host} soll später noch einmal gefragt werden: {reason}.',
  'webhook/refused': '{host} hat mit {status} geantwortet.',
  'webhook/busy': '{host} hat mit {status} geantwortet.',
  'tree/unknown': 'Einen Baum namens {name} gibt es nicht.',
  'tree/no-name': 'Dateien warten, weil {name} ihnen keinen Namen gibt: {reason}',
  'tree/folder-gone':
    'Der Ordner des Baums {name} ist nicht der, der gefüllt wurde: Er ist weg, oder sein Datenträger fehlt. Es wurde nichts geändert. Bitte zurückbringen oder den Baum mit --anew neu bauen.',
  'tree/is-on':
    'Der Baum {name} ist eingeschaltet und würde seine Dateien neu anlegen. Bitte zuerst `on: false` in die Automationsdatei schreiben.',
  'tree/cannot-write': 'In den Ordner des Baums lässt sich nicht schreiben: {reason}.',
  'tree/unsafe-links':
    'Andere dürfen in den Ordner des Baums {name} schreiben, und ein Link dort ist die Datei des Archivs selbst. Bitte als Form copy wählen oder Gruppe und anderen das Schreibrecht nehmen.',
  'schedule/unknown': 'Einen Zeitplan namens {name} gibt es nicht.',
  'schedule/no-night': 'Der Zeitplan {name} hat keinen Lauf am {day}.',
  'schedule/list-over':
    'Der Zeitplan {name} holt für Patienten, die kommen, und der {day} ist vorbei. Nennen Sie den Tag vor einem, der es nicht ist.',
  'schedule/not-looked': 'Sie wurde noch nicht angesehen.',
  'schedule/list-missed': 'Der Tag seiner Liste ist vorbei.',
  'schedule/not-told': 'Niemand konnte benachrichtigt werden: {reason}',
  'schedule/again': 'Der Lauf vom {day} wird noch einmal versucht. {reason}',
  'schedule/run-failed': 'Der Lauf vom {day} ist fehlgeschlagen. {reason}',
  'schedule/incomplete': '{failed} von {total} Objekten sind hier nicht angekommen.',
  'schedule/bad': 'Der Zeitplan ist nicht brauchbar: {reason}.',
  'schedule/no-list': 'Die Patientenliste {file} ist nicht zu gebrauchen: {reason}.',
  'schedule/long-list': 'Die Liste hat mehr als {limit} Patienten, und die dahinter wurden weggelassen.',
  'schedule/issuers':
    'Mehrere Einrichtungen verwenden diese Patienten-ID, und die Liste sagt nicht, wessen sie ist. Davon wird nichts geholt.',
  'schedule/unanswered':
    'Von {total} Patienten der Liste konnte nach {count} nicht gefragt werden; nach ihnen wird noch einmal gefragt. Zum ersten: {reason}',
  'schedule/passed-over':
    'Von {total} Patienten der Liste wurden {count} übergangen. Zum ersten, der Nummer {number}: {reason}',
  'schedule/too-many':
    'Mehr als {limit} Studien passen. Bitte genauer sagen, um welche es dem Zeitplan geht.',
  'http/not-acceptable': 'Was verlangt wird, lässt sich nicht geben. Es gibt: {offered}.',
  'http/bad-range': 'Es sind {size} Bytes; der verlangte Bereich liegt nicht darin.',
  'control/unreachable': 'Unter {address} antwortet kein Server: {reason}.',
  'control/lost':
    'Der Server war weg, bevor er fertig geantwortet hatte ({reason}). Was er bestätigt hat, ist sicher; bitte noch einmal beginnen.',
  'control/in-use': 'Unter {address} antwortet ein anderer Server.',
  'control/failed': 'Der Server kann unter {address} nicht lauschen: {reason}.',
  said: '{reason}',
  cancelled: 'Abgebrochen.',
  internal: 'In Isocenter ist etwas schiefgegangen: {reason}.',
} as const satisfies Readonly<Record<ErrorCode, string>>;
