using Containerize.Diagnostics;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>BuildKit by its own client, without docker. BUILDKIT_HOST says where its daemon listens, or <c>--addr</c>.</summary>
internal static class BuildctlBuilder
{
    /// <summary>buildctl's options that stand before the command and have a value.</summary>
    private static readonly string[] WithValue = ["addr", "log-format", "tlsservername", "tlscacert", "tlscert", "tlskey", "tlsdir", "timeout"];

    /// <summary>Those without.</summary>
    private static readonly string[] Plain = ["debug", "wait"];

    public static readonly BuilderKind Kind = new("buildctl", "buildctl")
    {
        Build = ListBuild,
        Question = call => [.. Split(call.Others).Before, "debug", "workers"],
        Explain = Explain,
        BuildsSideBySide = true,
    };

    private static string[] ListBuild(BuildCall call)
    {
        var (before, after) = Split(call.Others);
        return
        [
            .. before, "build", "--progress=plain", "--frontend", "dockerfile.v0",
            "--local", $"context={call.Context}",
            "--local", $"dockerfile={Path.GetDirectoryName(call.Dockerfile)}",
            "--opt", $"filename={Path.GetFileName(call.Dockerfile)}",
            "--opt", $"platform={call.Platform}",
            .. call.Arguments.SelectMany(argument => new[] { "--opt", $"build-arg:{argument.Key}={argument.Value}" }),
            .. call.Secrets.SelectMany(secret => new[] { "--secret", BuilderKind.FormatSecret(secret) }),
            "--output", BuilderKind.FormatOutput(call),
            .. after,
        ];
    }

    /// <summary>Of what a user says, what stands before buildctl's command, and what after it.</summary>
    private static (IReadOnlyList<string> Before, IReadOnlyList<string> After) Split(IReadOnlyList<string> others)
    {
        var (before, after) = (new List<string>(), new List<string>());
        for (var i = 0; i < others.Count; i++)
        {
            var name = others[i].StartsWith('-') ? others[i].TrimStart('-') : string.Empty;
            var isOwn = WithValue.Contains(name.Split('=')[0], StringComparer.Ordinal);
            (isOwn || Plain.Contains(name, StringComparer.Ordinal) ? before : after).Add(others[i]);
            if (isOwn && !name.Contains('=', StringComparison.Ordinal) && i + 1 < others.Count)
            {
                before.Add(others[++i]);
            }
        }

        return (before, after);
    }

    private static ContainerizeException? Explain(ProgramResult answer, string doing) => answer.Succeeded
        ? null
        : new ContainerizeException(
            ErrorCodes.BuilderSilent,
            $"{doing} with buildctl: BuildKit's daemon does not answer: {Excerpt.Of(answer.LastErrorLine).TrimEnd('.')}. "
                + "Start buildkitd, or say where it listens: in the variable BUILDKIT_HOST, or with --addr in ContainerizeBuilderArguments.");
}
