using System.Globalization;
using System.Text.RegularExpressions;

namespace Containerize.Dockerfiles.Rules;

internal static partial class ConfigurationRules
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private const int HighestPort = 65535;

    public static IEnumerable<Fault> RelativeFoldersHaveABase(Dockerfile file)
        => RelativeFolders(file).Where(site => !site.Before.OfType<Instruction.WorkingDirectory>().Any(folder => IsAbsolute(folder.Path)))
            .Select(site => site.Fault($"{site.Instruction.Path} lies wherever the base image is"));

    public static IEnumerable<Fault> FoldersAreAbsolute(Dockerfile file)
        => RelativeFolders(file).Select(site => site.Fault($"{site.Instruction.Path} does not begin with /"));

    /// <summary>Some base images set a user and some do not; the file that says it is clear to its reader.</summary>
    public static IEnumerable<Fault> LastUserIsNotRoot(Dockerfile file)
    {
        if (file.Stages.Count == 0)
        {
            return [];
        }

        var last = file.Stages[^1];
        var user = Walk.Lineage(file, last).SelectMany(stage => Walk.Sites<Instruction.User>(file, stage)).LastOrDefault();
        if (user is null)
        {
            return [Walk.Fault(last, "does not say which user runs the app")];
        }

        return user.Instruction.Name.Split(':')[0] is "root" or "0" ? [user.Fault("the app is run as root")] : [];
    }

    public static IEnumerable<Fault> PortsArePorts(Dockerfile file)
        => ConstantPorts(file).Where(site => !PortPattern().IsMatch(site.Instruction.Port))
            .Select(site => site.Fault($"{site.Instruction.Port} is not PORT[-PORT][/PROTOCOL]"));

    public static IEnumerable<Fault> ProtocolsAreLowercase(Dockerfile file)
        => ConstantPorts(file).Where(site => site.Instruction.Port.Any(char.IsUpper)).Select(site => site.Fault($"{site.Instruction.Port} has capitals"));

    public static IEnumerable<Fault> PortsAreInRange(Dockerfile file)
        => ConstantPorts(file)
            .Where(site => site.Instruction.Port.Split('/')[0].Split('-').Any(IsTooHigh))
            .Select(site => site.Fault($"{site.Instruction.Port} is above {HighestPort}"));

    public static IEnumerable<Fault> CommandsAreGivenOnce(Dockerfile file) => CmdIsGivenOnce(file).Concat(EntrypointIsGivenOnce(file));

    public static IEnumerable<Fault> CmdIsGivenOnce(Dockerfile file) => AllButTheLast<Instruction.Cmd>(file);

    public static IEnumerable<Fault> EntrypointIsGivenOnce(Dockerfile file) => AllButTheLast<Instruction.Entrypoint>(file);

    /// <summary>Docker's guidelines for keys (docs.docker.com/engine/manage-resources/labels).</summary>
    public static IEnumerable<Fault> LabelsHaveValidKeys(Dockerfile file)
        => Walk.Sites<Instruction.Label>(file).Where(site => !LabelKey().IsMatch(site.Instruction.Name) || ReservedLabelKey().IsMatch(site.Instruction.Name))
            .Select(site => site.Fault($"'{site.Instruction.Name}' is no key for a label"));

    internal static bool IsAbsolute(string path) => path.StartsWith('/');

    private static bool IsTooHigh(string port)
        => port.Length > 0 && port.All(char.IsAsciiDigit)
            && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= HighestPort);

    private static IEnumerable<Site<Instruction.WorkingDirectory>> RelativeFolders(Dockerfile file)
        => Walk.Sites<Instruction.WorkingDirectory>(file).Where(site => !IsAbsolute(site.Instruction.Path));

    private static IEnumerable<Site<Instruction.Expose>> ConstantPorts(Dockerfile file)
        => Walk.Sites<Instruction.Expose>(file).Where(site => !Variables.NamesIn(site.Instruction.Port).Any());

    private static IEnumerable<Fault> AllButTheLast<T>(Dockerfile file)
        where T : Instruction
        => file.Stages.SelectMany(stage => Walk.Sites<T>(file, stage).SkipLast(1)).Select(site => site.Fault("has no effect, since another one follows"));

    [GeneratedRegex(@"^[0-9]+(-[0-9]+)?(/(?i:tcp|udp|sctp))?\z", Options)]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"^[a-z]([.-]?[a-z0-9])*\z", Options)]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"^(com\.docker|io\.docker|org\.dockerproject)\.", Options)]
    private static partial Regex ReservedLabelKey();
}
