namespace Containerize.Dockerfiles.Rules;

internal static class CommandRules
{
    private static readonly string[] ForPeople = ["ssh", "vim", "shutdown", "service", "ps", "free", "top", "kill", "mount", "ifconfig"];

    /// <summary>The longest number that useradd's log of last logins stays small with.</summary>
    private const int LongestSmallUserId = 5;

    public static IEnumerable<Fault> NoToolsForPeople(Dockerfile file)
        => Where(file, command => ForPeople.Contains(command.Program, StringComparer.Ordinal), command => $"{command.Program} makes no sense in a build");

    public static IEnumerable<Fault> NoChangeOfFolder(Dockerfile file) => Where(file, command => command.Program == "cd", _ => "cd instead of WORKDIR");

    public static IEnumerable<Fault> NoSudo(Dockerfile file)
        => Where(file, command => command.Program == "sudo", _ => "sudo in a build, where USER says who runs it");

    public static IEnumerable<Fault> HighUserIdsAreNotLogged(Dockerfile file)
        => Where(
            file,
            command => command.Program == "useradd" && !command.Has("-l", "--no-log-init")
                && command.Words.Zip(command.Words.Skip(1)).Any(pair => pair.First is "-u" or "--uid" && pair.Second.Length > LongestSmallUserId),
            _ => "useradd of a high number without -l writes a huge file");

    /// <summary>A shell answers with the last command's exit code unless it is told.</summary>
    public static IEnumerable<Fault> PipesFailAsAWhole(Dockerfile file)
        => Walk.Sites<Instruction.Run>(file)
            .Where(site => CommandsOf(site.Instruction).Any(command => command.IsPiped))
            .Where(site => !CommandsOf(site.Instruction).Any(command => command.Program == "set" && command.Has("pipefail")))
            .Select(site => site.Fault("a pipe hides that its first command failed: set -o pipefail"));

    internal static IEnumerable<ShellCommand> CommandsOf(Instruction.Run run) => run.Commands.SelectMany(ShellReader.Read);

    internal static IEnumerable<Fault> Where(Dockerfile file, Func<ShellCommand, bool> isWrong, Func<ShellCommand, string> what)
        => Walk.Sites<Instruction.Run>(file).SelectMany(site => CommandsOf(site.Instruction).Where(isWrong).Select(command => site.Fault(what(command))));
}
