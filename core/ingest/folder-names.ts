/** What a folder or label name says about the mail in it, in the languages mail programs ship in. */

type FolderKind = 'sent' | 'draft' | 'spam or trash' | 'other';

const names: Record<Exclude<FolderKind, 'other'>, RegExp> = {
  sent: /^(?:sent(?:[ -]?(?:items|messages?|mail))?|\[?g(?:oogle )?mail\]?\/sent mail|gesendet(?:e (?:objekte|elemente|nachrichten))?|(?:éléments |messages )?envoyés|enviad[oa]s|elementos enviados|itens enviados|mensagens enviadas|posta inviata|inviati|verzonden(?: items)?|skickat|sendt|wysłane|отправленные|送信済み|已发送)$/i,
  draft:
    /^(?:drafts?|entwürfe|brouillons|borradores|rascunhos|bozze|concepten|utkast|kladder|robocze|черновики|下書き|草稿)$/i,
  'spam or trash':
    /^(?:spam|junk(?:[ -]?(?:e-?mail|mail))?|bulk mail|trash|bin|deleted(?:[ -]?(?:items|messages))?|papierkorb|gelöschte (?:objekte|elemente)|spamverdacht|corbeille|éléments supprimés|courrier indésirable|papelera|elementos eliminados|correo no deseado|lixeira|itens excluídos|cestino|posta (?:eliminata|indesiderata)|prullenbak|verwijderde items|ongewenste e-mail|skräppost|kosz|корзина|спам|ゴミ箱|迷惑メール|已删除邮件|垃圾邮件)$/i,
};

/** Whether any part of a folder's path is one of `ignored`, which are in lower case. Endings that mail programs add do not count. */
export function isIgnoredFolder(path: string, ignored: readonly string[] = []): boolean {
  if (ignored.length === 0) return false;
  const parts = path.split(/[/\\]/).map((part) => foldedFolder(part.replace(/\.(?:mbo?x|sbd)$/i, '')));
  return parts.some((part) => ignored.includes(part));
}

/** A folder's name in the form in which names are compared. */
export function foldedFolder(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/** `name` as the user sees it: decoded, without the hierarchy above it. */
export function folderKind(name: string): FolderKind {
  const text = name.trim().normalize('NFC');
  for (const kind of ['sent', 'draft', 'spam or trash'] as const) if (names[kind].test(text)) return kind;
  return 'other';
}
