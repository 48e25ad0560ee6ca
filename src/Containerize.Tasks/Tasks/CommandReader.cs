using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Languages;

namespace Containerize.Tasks;

/// <summary>Reads what a container of the image runs, and how an engine finds out that it is healthy: items that are a word each.</summary>
/// <param name="workingDirectory">The image's.</param>
/// <param name="patterns">Words that MSBuild took for patterns of files, each of which is a fault already.</param>
internal sealed class CommandReader(
    ImageItems items, ImageProperties properties, string workingDirectory, IReadOnlyList<PatternInCommand> patterns, IPublishLog log)
{
    /// <summary>The image's working directory, without a slash at its end.</summary>
    private string Folder => workingDirectory == "/" ? string.Empty : workingDirectory;

    private bool RunsNatively => properties.IsTrue("SelfContained") || properties.IsTrue("Aot") || properties.IsTrue("SingleFile");

    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.InvalidEntrypoint"/>; <see cref="ErrorCodes.CommandInOneWord"/>.
    /// </exception>
    public CommandLine Read()
    {
        var faults = new Faults();
        var isNamed = ReadWords(ItemKind.AppCommand).Length > 0;
        // The web server starts itself, and so does the base of what brings no program.
        var app = faults.Read(() => properties.App, null);
        var instruction = faults.Read(() => ValueChecks.Instruction(properties["AppCommandInstruction"]), null)
            ?? ((properties.IsSite || properties.IsContentProject) && !isNamed && app is null ? AppCommandInstruction.None : null);
        var command = new CommandLine
        {
            AppCommand = isNamed || instruction == AppCommandInstruction.None
                ? ReadProgram(ItemKind.AppCommand, faults)
                : faults.Read(() => ImplyCommand(app), []),
            AppCommandArgs = ReadWords(ItemKind.AppCommandArgs),
            Instruction = instruction,
            Entrypoint = ReadProgram(ItemKind.Entrypoint, faults),
            EntrypointArgs = ReadWords(ItemKind.EntrypointArgs),
            DefaultArgs = ReadWords(ItemKind.DefaultArgs),
        };
        var isRead = instruction is not null || properties["AppCommandInstruction"] is null;
        if (isRead && (items.IsPublished || !LacksSomething(command)))
        {
            // Whether they fit together is the same on any base.
            faults.Try(() => command.Resolve([]));
        }

        faults.Throw();
        return command;
    }

    /// <summary>Arguments of nothing: a target may still say whose.</summary>
    private static bool LacksSomething(CommandLine command)
        => (command.AppCommandArgs.Count > 0 && command.AppCommand.Count == 0) || (command.EntrypointArgs.Count > 0 && command.Entrypoint.Count == 0);

    /// <returns>None where the base decides.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.CommandInOneWord"/>, or what <see cref="HealthCheckReader"/> throws.</exception>
    public Oci.HealthCheck? ReadHealthCheck()
    {
        var faults = new Faults();
        var words = ReadProgram(ItemKind.HealthCheck, faults);
        var check = faults.Read(() => HealthCheckReader.Read(words, properties, items.IsPublished), null);
        faults.Throw();
        return check;
    }

    /// <summary>A command whose first word is a program that has to be found.</summary>
    private string[] ReadProgram(ItemKind kind, Faults faults)
    {
        var words = ReadWords(kind);
        if (ListLost(kind).Length == 0)
        {
            var publishDirectory = items.IsPublished ? properties.Path("PublishDirectory") : null;
            faults.Try(() => ProgramWord.Check(CommandPatterns.TypeOf(kind), words, workingDirectory, publishDirectory, log));
        }

        return words;
    }

    private IReadOnlyList<string> ImplyCommand(LanguageApp? app)
    {
        if (app is not null)
        {
            try
            {
                return [.. app.FindCommand().Select((word, i) => i == 0 && word.StartsWith("./", StringComparison.Ordinal) ? $"{Folder}{word[1..]}" : word)];
            }
            catch (ContainerizeException) when (ReadWords(ItemKind.Entrypoint).Length > 0)
            {
                return [];
            }
        }

        return RunsNatively
            ? [$"{Folder}/{properties.Required("AssemblyName")}"]
            : ["dotnet", $"{Folder}/{properties.Required("TargetFileName")}"];
    }

    /// <summary>As an item's name a word is a pattern of files to MSBuild; as metadata it is left as it is. A word that is lost was there as well.</summary>
    private string[] ReadWords(ItemKind kind)
        => [.. items[kind].Select(item => item.GetMetadata("Value") is { Length: > 0 } value ? value : item.ItemSpec), .. ListLost(kind)];

    private string[] ListLost(ItemKind kind)
        => [.. patterns.Where(pattern => pattern.IsCertain && pattern.Type == CommandPatterns.TypeOf(kind)).Select(pattern => pattern.Word)];
}
