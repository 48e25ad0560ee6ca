using System.Text;

namespace Containerize.Dockerfiles;

/// <summary>The text of a Dockerfile: LF between lines, one instruction a line but for lists, which are broken for the reader and the diff.</summary>
internal sealed class DockerfileWriter
{
    private const string Continued = " \\\n";

    /// <summary>A command with more characters is written an option a line.</summary>
    private const int LongCommand = 100;

    private readonly StringBuilder text = new();
    private readonly DockerfileProfile profile;
    private readonly CustomRegions regions;

    private DockerfileWriter(DockerfileProfile profile, CustomRegions regions)
    {
        this.profile = profile;
        this.regions = regions;
    }

    /// <param name="regions">What the user wrote into the file that this one replaces.</param>
    public static string Write(Dockerfile file, CustomRegions regions)
    {
        var writer = new DockerfileWriter(file.Profile, regions);
        writer.Write(file);
        return writer.text.ToString();
    }

    private void Write(Dockerfile file)
    {
        if (file.Syntax is { } syntax)
        {
            AppendLine($"# syntax={syntax}");
        }

        if (profile == DockerfileProfile.BuildKit)
        {
            // A frontend that does not know it takes it for a comment.
            AppendLine("# check=error=true");
        }

        foreach (var comment in file.Header)
        {
            AppendLine($"# {comment}".TrimEnd());
        }

        foreach (var argument in file.Arguments)
        {
            Write(argument);
        }

        foreach (var stage in file.Stages)
        {
            AppendLine(string.Empty);
            var platform = stage.Platform is null ? string.Empty : $"--platform={stage.Platform} ";
            AppendLine($"FROM {platform}{stage.Image} AS {stage.Name}");
            foreach (var instruction in stage.Instructions)
            {
                Write(instruction);
            }
        }
    }

    private void Write(Instruction instruction)
    {
        switch (instruction)
        {
            case Instruction.Comment comment:
                AppendLine(string.Empty);
                AppendLine($"# {comment.Text}");
                break;
            case Instruction.Region region:
                Write(region);
                break;
            case Instruction.Arg argument:
                AppendLine($"ARG {argument.Name}{(argument.Value is { } value ? "=" + DockerfileText.FormatValue(value) : string.Empty)}");
                break;
            case Instruction.Copy copy:
                Write(copy);
                break;
            case Instruction.Run run:
                Write(run);
                break;
            case Instruction.WorkingDirectory folder:
                AppendLine($"WORKDIR {DockerfileText.FormatPath(folder.Path)}");
                break;
            case Instruction.Env variable:
                AppendLine($"ENV {variable.Name}={DockerfileText.FormatValue(variable.Value)}");
                break;
            case Instruction.Expose port:
                AppendLine($"EXPOSE {port.Port}");
                break;
            case Instruction.Volume volume:
                AppendLine($"VOLUME {DockerfileText.FormatExec([DockerfileText.FormatPath(volume.Path)])}");
                break;
            case Instruction.Label label:
                AppendLine($"LABEL {DockerfileText.FormatName(label.Name)}={DockerfileText.FormatValue(label.Value)}");
                break;
            case Instruction.LabelOfArgument label:
                AppendLine($"LABEL {DockerfileText.FormatName(label.Name)}=${label.Argument}");
                break;
            case Instruction.User user:
                AppendLine($"USER {user.Name}");
                break;
            case Instruction.StopSignal signal:
                AppendLine($"STOPSIGNAL {signal.Signal}");
                break;
            case Instruction.HealthCheck { Command.Count: 0 }:
                AppendLine("HEALTHCHECK NONE");
                break;
            case Instruction.HealthCheck check:
                AppendLine($"HEALTHCHECK {string.Concat(check.Options.Select(option => option + " "))}CMD {DockerfileText.FormatExec(check.Command)}");
                break;
            case Instruction.Entrypoint entrypoint:
                AppendLine($"ENTRYPOINT {DockerfileText.FormatExec(entrypoint.Command)}");
                break;
            case Instruction.Cmd command:
                AppendLine($"CMD {DockerfileText.FormatExec(command.Command)}");
                break;
            default:
                throw new NotSupportedException($"{instruction.GetType().Name} has no text.");
        }
    }

    private void Write(Instruction.Region region)
    {
        AppendLine(CustomRegions.FormatBegin(region.Name));
        foreach (var line in regions.LinesOf(region.Name))
        {
            AppendLine(line);
        }

        AppendLine(CustomRegions.FormatEnd(region.Name));
    }

    private void Write(Instruction.Copy copy)
    {
        // A linked layer is made without a look at what lies below: folders there, links to them and names of users would not be heeded.
        var links = profile == DockerfileProfile.BuildKit && copy.Owner is null && copy.Destination is not ['/', _, ..];
        var flags = (copy.From is null ? string.Empty : $"--from={copy.From} ")
            + (copy.Owner is null ? string.Empty : $"--chown={copy.Owner} ")
            + (links ? "--link " : string.Empty);
        string[] paths = [.. copy.Sources.Select(DockerfileText.FormatSource), DockerfileText.FormatPath(copy.Destination)];
        // In words, a space ends a path and two hyphens begin a flag.
        AppendLine(paths.Any(path => path.Any(char.IsWhiteSpace)) || paths[0].StartsWith("--", StringComparison.Ordinal)
            ? $"COPY {flags}{DockerfileText.FormatExec(paths)}"
            : $"COPY {flags}{string.Join(' ', paths)}");
    }

    private void Write(Instruction.Run run)
    {
        string[] parts = [.. run.Mounts.Select(DockerfileText.FormatMount), .. JoinSteps(run.Commands)];
        AppendLine("RUN " + string.Join(Continued + "    ", parts.Select(Break)));
    }

    /// <summary>Each command but the last with what joins it to the next.</summary>
    private static IEnumerable<string> JoinSteps(IReadOnlyList<string> commands)
    {
        if (commands.Count == 1)
        {
            return commands;
        }

        return commands.Select((command, i) => i < commands.Count - 1 ? DockerfileText.FormatStep(command) + " &&" : DockerfileText.FormatStep(command));
    }

    private static string Break(string command)
        => command.Length > LongCommand ? string.Join(Continued + "      ", DockerfileText.SplitAtOptions(command)) : command;

    private void AppendLine(string line) => text.Append(line).Append('\n');
}
