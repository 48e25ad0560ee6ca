namespace Containerize.Dockerfiles.Rules;

internal static class TextRules
{
    public static IEnumerable<Fault> CommandsAreNotEmpty(Dockerfile file)
        => Walk.Sites<Instruction.Run>(file).Where(site => site.Instruction.Commands.Count == 0 || site.Instruction.Commands.Any(string.IsNullOrWhiteSpace))
            .Select(site => site.Fault("has an empty command"));

    /// <summary>The commands of a RUN are one line to the shell, and a comment goes to its end.</summary>
    public static IEnumerable<Fault> NoCommentHidesACommand(Dockerfile file)
        => Walk.Sites<Instruction.Run>(file).Where(site => site.Instruction.Commands.Count > 1 && site.Instruction.Commands.Any(ShellReader.HasComment))
            .Select(site => site.Fault("has a comment that hides the commands after it"));

    /// <summary>An instruction ends with its line: what follows would be another one.</summary>
    public static IEnumerable<Fault> InstructionsAreOneLine(Dockerfile file)
        =>
        [
            .. file.Header.Where(IsBroken).Select(_ => new Fault("head", "a comment has a line break")),
            .. file.Arguments.Where(argument => TextsOf(argument).Any(IsBroken))
                .Select(argument => new Fault("head", $"ARG {argument.Name} has a line break")),
            .. file.Stages.Where(stage => IsBroken(stage.Name) || IsBroken(stage.Image) || IsBroken(stage.Platform ?? string.Empty))
                .Select(stage => Walk.Fault(stage, "has a line break in its FROM")),
            .. Walk.Sites<Instruction>(file).Where(site => TextsOf(site.Instruction).Any(IsBroken)).Select(site => site.Fault("has a line break")),
        ];

    /// <summary>Otherwise the user's lines would be lost the next time.</summary>
    public static IEnumerable<Fault> RegionsCanBeReadBack(Dockerfile file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var site in Walk.Sites<Instruction.Region>(file))
        {
            var name = site.Instruction.Name;
            if (!seen.Add(name))
            {
                yield return site.Fault($"there is another region {name}");
            }
            else if (!CanBeReadBack(name))
            {
                yield return site.Fault($"'{name}' is no name for a region");
            }
        }
    }

    private static bool CanBeReadBack(string name)
        => !IsBroken(name)
            && CustomRegions.Read($"{CustomRegions.FormatBegin(name)}\nx\n{CustomRegions.FormatEnd(name)}").Names.Contains(name, StringComparer.Ordinal);

    private static bool IsBroken(string text) => !DockerfileText.CanSay(text);

    private static IEnumerable<string> TextsOf(Instruction instruction) => instruction switch
    {
        Instruction.Arg argument => [argument.Name, argument.Value ?? string.Empty],
        Instruction.Copy copy => [.. copy.Sources, copy.Destination, copy.From ?? string.Empty, copy.Owner ?? string.Empty],
        Instruction.Run run => [.. run.Commands, .. run.Mounts.Select(DockerfileText.FormatMount)],
        Instruction.WorkingDirectory folder => [folder.Path],
        Instruction.Env variable => [variable.Name, variable.Value],
        Instruction.Expose port => [port.Port],
        Instruction.Label label => [label.Name, label.Value],
        Instruction.LabelOfArgument label => [label.Name, label.Argument],
        Instruction.User user => [user.Name],
        Instruction.StopSignal signal => [signal.Signal],
        Instruction.Comment comment => [comment.Text],
        Instruction.Region region => [region.Name],

        // JSON can say a line break.
        Instruction.Volume or Instruction.HealthCheck or Instruction.Entrypoint or Instruction.Cmd => [],
        _ => throw new NotSupportedException($"{instruction.GetType().Name} has no text."),
    };
}
