using System.Text.RegularExpressions;
using Containerize.Oci;

namespace Containerize.Dockerfiles.Rules;

internal static partial class VariableRules
{
    /// <summary>
    /// What FROM knows without an ARG (Dockerfile reference, "Automatic platform ARGs in the global scope"), with values to stand for the machine's.
    /// </summary>
    private static readonly Dictionary<string, string> OfTheBuilder = new(StringComparer.Ordinal)
    {
        ["BUILDPLATFORM"] = "linux/amd64",
        ["BUILDOS"] = "linux",
        ["BUILDARCH"] = "amd64",
        ["BUILDVARIANT"] = string.Empty,
        ["TARGETPLATFORM"] = "linux/amd64",
        ["TARGETOS"] = "linux",
        ["TARGETARCH"] = "amd64",
        ["TARGETVARIANT"] = string.Empty,
    };

    /// <summary>What .NET's images have set; an instruction may use what its base image has, and only a registry knows that for sure.</summary>
    private static readonly string[] OfTheBaseImage =
        ["APP_UID", "ASPNETCORE_HTTP_PORTS", "ASPNET_VERSION", "DOTNET_RUNNING_IN_CONTAINER", "DOTNET_VERSION", "PATH"];

    /// <summary>Whether BuildKit gives an argument of this name its value.</summary>
    public static bool IsOfTheBuilder(string name) => OfTheBuilder.ContainsKey(name);

    public static IEnumerable<Fault> StagesUseArgumentsOfTheHead(Dockerfile file)
        => file.Stages.SelectMany(stage => Variables.NamesIn(stage.Image).Concat(Variables.NamesIn(stage.Platform))
            .Except(file.Arguments.Select(argument => argument.Name), StringComparer.Ordinal)
            .Except(OfTheBuilder.Keys, StringComparer.Ordinal)
            .Select(name => Walk.Fault(stage, $"uses {name}, which no ARG above the first FROM has")));

    public static IEnumerable<Fault> DefaultsMakeAnImage(Dockerfile file)
        => file.Stages.Where(stage => !ImageReference.TryParse(DefaultImage(file, stage), out _) && Walk.Base(file, stage) is null)
            .Select(stage => Walk.Fault(stage, $"begins with {stage.Image}, which is no image unless arguments are given"));

    public static IEnumerable<Fault> InstructionsUseWhatIsThere(Dockerfile file)
        => Walk.Sites<Instruction>(file).SelectMany(site => NamesIn(site.Instruction)
            .Except(site.Before.Select(DefinedBy).OfType<string>(), StringComparer.Ordinal)
            .Except(Walk.Lineage(file, site.Stage)[0].Image == "scratch" ? [] : OfTheBaseImage, StringComparer.Ordinal)
            .Select(name => site.Fault($"uses {name}, which nothing above has set")));

    public static IEnumerable<Fault> NamesAreOneWord(Dockerfile file)
        => file.Arguments.Where(argument => !IsOneWord(argument.Name))
            .Select(argument => new Fault("head", $"ARG '{argument.Name}' is not named with one word"))
            .Concat(Walk.Sites<Instruction>(file).Where(site => DefinedBy(site.Instruction) is { } name && !IsOneWord(name))
                .Select(site => site.Fault($"'{DefinedBy(site.Instruction)}' is not one word")));

    /// <summary>The image that a stage begins with if the builder is given no argument.</summary>
    internal static string DefaultImage(Dockerfile file, Stage stage)
    {
        var values = new Dictionary<string, string>(OfTheBuilder, StringComparer.Ordinal);
        foreach (var argument in file.Arguments.Where(argument => argument.Value is not null))
        {
            // An argument's value is written so that nothing in it is expanded.
            values[argument.Name] = argument.Value!;
        }

        return Variables.Expand(stage.Image, values);
    }

    /// <summary>In all other instructions but RUN, which the shell expands, a <c>$</c> is written as itself.</summary>
    private static IEnumerable<string> NamesIn(Instruction instruction) => Variables.NamesIn(instruction switch
    {
        Instruction.Expose port => port.Port,
        Instruction.User user => user.Name,
        Instruction.LabelOfArgument label => "$" + label.Argument,
        Instruction.StopSignal signal => signal.Signal,
        _ => null,
    });

    private static string? DefinedBy(Instruction instruction) => instruction switch
    {
        Instruction.Arg argument => argument.Name,
        Instruction.Env variable => variable.Name,
        _ => null,
    };

    private static bool IsOneWord(string name) => OneWord().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex OneWord();
}
