namespace Containerize.Dockerfiles.Rules;

/// <summary>Debian's and Alpine's package managers.</summary>
internal static class PackageRules
{
    private const string AptLists = "/var/lib/apt/lists";

    private static readonly string[] OptionsWithValue = ["-o", "--option", "-c", "--config-file", "-t", "--target-release", "--virtual", "-X", "--repository"];

    public static IEnumerable<Fault> NoDistributionUpgrade(Dockerfile file)
        => CommandRules.Where(file, command => Does(command, "apt-get", "dist-upgrade"), _ => "another distribution is another base image");

    /// <summary>In a stage that no image and no other stage is made of, they bother nobody.</summary>
    public static IEnumerable<Fault> AptListsAreDeleted(Dockerfile file)
        => file.Stages.Where((stage, i) => i == file.Stages.Count - 1 || file.Stages.Any(other => ReferenceEquals(Walk.Base(file, other), stage)))
            .SelectMany(stage => Walk.Sites<Instruction.Run>(file, stage))
            .Where(site => CommandRules.CommandsOf(site.Instruction).Any(command => Does(command, "apt-get", "update"))
                && !CommandRules.CommandsOf(site.Instruction).Any(RemovesAptLists)
                && !HasCache(site.Instruction, AptLists))
            .Select(site => site.Fault($"{AptLists} stays in the layer"));

    public static IEnumerable<Fault> AptDoesNotAsk(Dockerfile file)
        => CommandRules.Where(
            file,
            command => Does(command, "apt-get", "install") && !command.Words.Any(IsYes),
            _ => "apt-get install without -y waits for an answer");

    public static IEnumerable<Fault> AptInstallsNoRecommendations(Dockerfile file)
        => CommandRules.Where(
            file,
            command => Does(command, "apt-get", "install") && !command.Has("--no-install-recommends", "APT::Install-Recommends=false"),
            _ => "apt-get install without --no-install-recommends");

    public static IEnumerable<Fault> ApkKeepsNoCache(Dockerfile file)
        => Walk.Sites<Instruction.Run>(file).Where(site => !HasCache(site.Instruction, "/var/cache/apk"))
            .SelectMany(site => CommandRules.CommandsOf(site.Instruction).Where(command => Does(command, "apk", "add") && !command.Has("--no-cache"))
                .Select(_ => site.Fault("apk add without --no-cache")));

    public static IEnumerable<Fault> AptGetInsteadOfApt(Dockerfile file)
        => CommandRules.Where(file, command => command.Program == "apt", _ => "apt is for people; apt-get keeps its options");

    /// <summary>Docker's advice (docs.docker.com/build/building/best-practices, "Sort multi-line arguments").</summary>
    public static IEnumerable<Fault> PackagesAreSorted(Dockerfile file)
        => CommandRules.Where(
            file,
            command => (Does(command, "apt-get", "install") || Does(command, "apk", "add"))
                && !Packages(command).SequenceEqual(Packages(command).Order(StringComparer.Ordinal), StringComparer.Ordinal),
            command => $"{string.Join(' ', Packages(command))} are not in order");

    private static bool RemovesAptLists(ShellCommand command)
        => command.Program == "rm" && command.Words.Any(word => word.StartsWith(AptLists, StringComparison.Ordinal));

    private static bool Does(ShellCommand command, string program, string verb)
        => command.Program == program && command.Operands(OptionsWithValue).FirstOrDefault() == verb;

    private static IEnumerable<string> Packages(ShellCommand command) => command.Operands(OptionsWithValue).Skip(1);

    /// <summary>Being quiet twice means yes (apt-get(8)).</summary>
    private static bool IsYes(string word)
    {
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            return word is "--yes" or "--assume-yes";
        }

        return word is "-q=2" || (word.StartsWith('-') && (word.Contains('y', StringComparison.Ordinal) || word.Count(c => c == 'q') > 1));
    }

    private static bool HasCache(Instruction.Run run, string folder) => run.Mounts.OfType<Mount.Cache>()
        .Select(cache => cache.Target.TrimEnd('/'))
        .Any(target => folder == target || folder.StartsWith(target + "/", StringComparison.Ordinal));
}
