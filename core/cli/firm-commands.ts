/** `share` and `firm`: what is shared, with a preview before and a way back after; and asking the firm. */
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { disclosures } from '../contract/sharing.ts';
import type { Audience, Colleague, Disclosure } from '../contract/sharing.ts';
import type { Input } from '../contract/methods.ts';
import type { Engine } from '../engine-types.ts';
import { print } from './answers.ts';
import { collect, deadline, wholeNumber } from './arguments.ts';
import { asksText, countsText, elsewhereText, firmWhoText, previewText, renewedText, statusText } from './firm-text.ts';
import type { Action, Outcome } from './run.ts';

interface AudienceOptions {
  readonly practice?: string;
  readonly colleague: readonly string[];
}

interface ProposeOptions extends AudienceOptions {
  readonly propose?: true;
  readonly as: Disclosure;
  readonly days: number;
}

/** Registers them; running one calls `choose` with its action. */
export function addFirmCommands(program: Command, choose: (action: Action) => void): void {
  addShareCommands(program.command('share').description('what colleagues can be told, and taking it back'), choose);
  addAskingCommands(program.command('firm').description('join, and ask colleagues'), choose);
}

function addShareCommands(share: Command, choose: (action: Action) => void): void {
  const granting = (command: Command): Command =>
    command
      .addOption(new Option('--practice <name>', 'only to this practice of yours').conflicts('colleague'))
      .option('--colleague <name>', 'only to this colleague, by name or address; may be given again', collect, [])
      .addOption(new Option('--as <what>', 'what is told').choices(disclosures).default('organisation'))
      .option('--days <n>', 'until when', wholeNumber, 90);
  const proposing = (command: Command): Command =>
    granting(
      command.option('--propose', 'the first set: good relationships at organisations where you know three or more'),
    );

  proposing(share.command('preview').description('what would be shared, exactly as colleagues would see it')).action(
    (options: ProposeOptions) =>
      choose(async (engine) => {
        const proposal = await proposalOf(engine, options);
        return proposal.ok ? print(engine, 'sharePreview', proposal.value, previewText) : proposal;
      }),
  );
  proposing(share.command('publish').description('share what a preview showed'))
    .requiredOption('--digest <text>', 'of the preview')
    .action((options: ProposeOptions & { digest: string }) =>
      choose(async (engine) => {
        const proposal = await proposalOf(engine, options);
        if (!proposal.ok) return proposal;
        return print(
          engine,
          'publish',
          { digest: options.digest, ...proposal.value },
          (counts) => `${countsText(counts)}\n`,
        );
      }),
    );
  share
    .command('stop')
    .description('stop sharing somebody, an organisation, or everything')
    .argument('[words...]', 'a person or an organisation')
    .option('--all', 'everything, whichever computer of yours shared it')
    .option('--elsewhere', 'what another computer of yours has shared')
    .action((words: string[], options: StopOptions) => choose(stopAction(words.join(' '), options)));
  granting(share.command('allow').description('allow somebody or an organisation for the next preview'))
    .argument('<words...>', 'a person or an organisation')
    .action((words: string[], options: ProposeOptions) => choose(allowAction(words.join(' '), options)));
  share
    .command('renew')
    .description('allow all that is allowed until a later day, for the next preview')
    .option('--days <n>', 'until when', wholeNumber, 90)
    .action((input: { days: number }) => choose((engine) => print(engine, 'renewSharing', input, () => renewedText)));
  share
    .command('status')
    .description('what is shared now, and every act of sharing')
    .action(() =>
      choose(async (engine) => {
        const [status, ledger] = [await engine.call('firmStatus', {}), await engine.call('shareLedger', {})];
        if (!status.ok) return status;
        if (!ledger.ok) return ledger;
        const elsewhere = status.value === null ? success(null) : await engine.call('sharedElsewhere', {});
        if (!elsewhere.ok) return elsewhere;
        const lines = ledger.value.map(
          ({ at, act, about, audience, until }) =>
            `${at.slice(0, 10)} ${act}: ${about ?? 'somebody who was erased'}, to ${audience}, until ${until}\n`,
        );
        return success({
          json: { status: status.value, elsewhere: elsewhere.value, ledger: ledger.value },
          text: statusText(status.value) + elsewhereText(elsewhere.value) + lines.join(''),
        });
      }),
    );
}

function addAskingCommands(firm: Command, choose: (action: Action) => void): void {
  firm
    .command('join')
    .description('by the link of an invitation')
    .argument('<link>')
    .requiredOption('--name <name>', 'how colleagues know you')
    .requiredOption('--address <address>', 'where colleagues write to you')
    .option('--practice <name>', 'your practice')
    .option('--law-firm', 'lawyers are colleagues of the trade')
    .action((link: string, { name, address, practice, lawFirm }: JoinOptions) =>
      choose((engine) =>
        print(
          engine,
          'joinFirm',
          { link, name, address, practice: practice ?? null, lawFirm: lawFirm === true },
          ({ again }) =>
            `${again ? 'Your earlier membership had ended, and what was left of it is gone. ' : ''}Joined. Nothing is shared: "warmpath share preview --propose" shows what you could share.\n`,
        ),
      ),
    );
  firm
    .command('leave')
    .description('delete all that is shared, and forget the firm')
    .option('--anyway', 'also where the firm exchange cannot be told')
    .action(({ anyway }: { anyway?: true }) =>
      choose((engine) => print(engine, 'leaveFirm', { anyway: anyway === true }, () => 'Left.\n')),
    );
  firm
    .command('status')
    .description('whom you could ask')
    .action(() => choose((engine) => print(engine, 'firmStatus', {}, statusText)));
  firm
    .command('who')
    .description('what colleagues have shared about somebody')
    .argument('<words...>', 'a name, an address, a company or a domain')
    .action((words: string[]) => choose((engine) => print(engine, 'firmWho', { words: words.join(' ') }, firmWhoText)));
  firm
    .command('client')
    .description('close a client you answer for to sharing by others, or open it')
    .argument('<words>', 'the organisation')
    .addArgument(new Argument('<act>').choices(['close', 'open']))
    .action((words: string, act: 'close' | 'open') => choose(clientAction(words, act === 'close')));
  firm
    .command('ask')
    .description(
      'ask every colleague who knows them, and the responsible partner of a client; nobody else learns whom you ask about',
    )
    .argument('<words...>', 'a name, an address, "Jane Roe at acme.com", a company or a domain')
    .requiredOption('--by <time>', 'by when an answer helps: YYYY-MM-DD, or "YYYY-MM-DD HH:MM"', deadline)
    .option('--reason <text>', 'why', '')
    .action((words: string[], { by, reason }: { by: string; reason: string }) =>
      choose((engine) =>
        print(engine, 'ask', { words: words.join(' '), neededBy: by, reason }, (ask) =>
          asksText([ask], [], Date.now()),
        ),
      ),
    );
  firm
    .command('asks')
    .description('what you asked, and what you are asked')
    .action(() =>
      choose(async (engine) => {
        const [made, forMe] = [await engine.call('asks', {}), await engine.call('asksForMe', {})];
        if (!made.ok) return made;
        if (!forMe.ok) return forMe;
        return success({
          json: { made: made.value, forMe: forMe.value },
          text: asksText(made.value, forMe.value, Date.now()),
        });
      }),
    );
  firm
    .command('unask')
    .description('take an own ask back')
    .argument('<ask>', 'as "firm asks" shows it')
    .action((id: string) =>
      choose((engine) =>
        print(
          engine,
          'unask',
          { id },
          () => 'Taken back: nobody is asked any more. A colleague who has read it may remember.\n',
        ),
      ),
    );
  firm
    .command('intro')
    .description('answer a colleague who asks')
    .argument('<ask>', 'as "firm asks" shows it')
    .addArgument(new Argument('<answer>').choices(['offer', 'not me', 'later']))
    .option('--words <text>', 'what you add to an offer', '')
    .action((id: string, answer: 'offer' | 'not me' | 'later', { words }: { words: string }) =>
      choose((engine) =>
        print(engine, 'answerAsk', { id, answer, words }, () =>
          answer === 'offer' ? 'Offered: whoever asked sees your name.\n' : 'Noted here. Nothing was sent.\n',
        ),
      ),
    );
}

interface JoinOptions {
  readonly name: string;
  readonly address: string;
  readonly practice?: string;
  readonly lawFirm?: true;
}

async function audienceOf(engine: Engine, { practice, colleague }: AudienceOptions): Promise<Result<Audience>> {
  if (practice === undefined && colleague.length === 0) return success({ kind: 'firm' });
  const status = await engine.call('firmStatus', {});
  if (!status.ok) return status;
  if (practice === undefined) return namedColleagues(status.value?.colleagues ?? [], colleague);
  const found = status.value?.practices.find(({ name }) => name.toLowerCase() === practice.toLowerCase());
  return found === undefined
    ? failure('not_found', `You are in no practice called ${practice}.`)
    : success({ kind: 'practice', practice: found.id });
}

/** Each by their address, or by a name that only one of them has. */
function namedColleagues(colleagues: readonly Colleague[], names: readonly string[]): Result<Audience> {
  const members: string[] = [];
  for (const words of names) {
    const found = colleagues.filter(({ name, address }) =>
      [name, address].some((one) => one.toLowerCase() === words.toLowerCase()),
    );
    const [only] = found;
    if (only === undefined) return failure('not_found', `No colleague is called ${words}.`);
    if (found.length > 1)
      return failure('usage', `Several colleagues are called ${words}: give the address, ${found.map(({ address }) => address).join(' or ')}.`);
    members.push(only.id);
  }
  return success({ kind: 'colleagues', members });
} // prettier-ignore

async function proposalOf(engine: Engine, options: ProposeOptions): Promise<Result<Input<'sharePreview'>>> {
  if (options.propose !== true) return success({});
  const audience = await audienceOf(engine, options);
  if (!audience.ok) return audience;
  return success({ proposal: { audience: audience.value, disclosure: options.as, days: options.days } });
}

type Meant =
  | { readonly kind: 'person'; readonly person: number }
  | { readonly kind: 'organisation'; readonly organisation: number };

/** The best person or organisation the words find. */
async function meantBy(engine: Engine, words: string): Promise<Result<{ meant: Meant; name: string }>> {
  const found = await engine.call('find', { words, limit: 1 });
  if (!found.ok) return found;
  const [best] = found.value;
  if (best === undefined) return failure('not_found', `Nobody and nothing is known as "${words}".`);
  const { kind, id, name } = best;
  return success({ meant: kind === 'person' ? { kind, person: id } : { kind, organisation: id }, name });
}

interface StopOptions {
  readonly all?: true;
  readonly elsewhere?: true;
}

function stopAction(words: string, { all, elsewhere }: StopOptions): Action {
  const text = ({ stopped, waiting }: { stopped: number; waiting: number }): string =>
    waiting === 0
      ? `Stopped: ${stopped} no longer shared, and deleted at the firm exchange.\n`
      : `Stopped: ${stopped}. The firm exchange cannot be reached: ${waiting} wait to be deleted there, and are as soon as it can.\n`;
  return async (engine) => {
    const given = [words !== '', all === true, elsewhere === true].filter(Boolean);
    if (given.length !== 1) return failure('usage', 'Name a person or an organisation, or --all, or --elsewhere.');
    if (words === '') return print(engine, 'stopSharing', { kind: all ? 'all' : 'elsewhere' }, text);
    const found = await meantBy(engine, words);
    return found.ok ? print(engine, 'stopSharing', found.value.meant, text) : found;
  };
}

function clientAction(words: string, closed: boolean): Action {
  return async (engine): Promise<Result<Outcome>> => {
    const found = await meantBy(engine, words);
    if (!found.ok) return found;
    const { meant, name } = found.value;
    if (meant.kind === 'person') return failure('usage', `${name} is a person. Name the organisation, or its domain.`);
    const text = (): string =>
      closed ? `Closed: nothing that is shared about ${name} is answered.\n` : `Open: ${name} may be shared again.\n`;
    return print(engine, 'closeClient', { organisation: meant.organisation, closed }, text);
  };
}

function allowAction(words: string, options: ProposeOptions): Action {
  return async (engine): Promise<Result<Outcome>> => {
    const found = await meantBy(engine, words);
    if (!found.ok) return found;
    const audience = await audienceOf(engine, options);
    if (!audience.ok) return audience;
    const { meant, name } = found.value;
    return print(
      engine,
      'grantSharing',
      { what: meant, audience: audience.value, disclosure: options.as, days: options.days },
      () => `Allowed: ${name}. Nothing is shared before you publish what "warmpath share preview" shows.\n`,
    );
  };
}
