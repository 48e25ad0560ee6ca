using Containerize.Diagnostics;
using Containerize.Host.Programs;

namespace Containerize.Engines;

/// <summary>
/// A builder of <c>docker buildx</c>: a BuildKit in a container, in Kubernetes, on another machine, or several of them. What it built it keeps, so that
/// the build itself writes the archive.
/// </summary>
internal static class BuildxBuilder
{
    /// <param name="name">As <c>docker buildx ls</c> shows it.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>: no builder can have that name.</exception>
    public static BuilderKind Create(string name) => IsName(name)
        ? new BuilderKind("docker", $"docker buildx '{name}'")
        {
            Build = call =>
            [
                "buildx", "build", "--builder", name, "--progress=plain", "--output", BuilderKind.FormatOutput(call), .. BuilderKind.ListOptions(call),
            ],
            Question = _ => ["buildx", "inspect", name],
            Explain = (answer, doing) => Explain(name, answer, doing),
            BuildsSideBySide = true,
        }
        : throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeBuilderName: '{Excerpt.Of(name)}' is no name of a builder. Use one that docker buildx ls shows: "
                + "letters, digits, and . _ - between them.");

    /// <summary>buildx's own rule, and that of the contexts that are builders too. A dash at the beginning would make it an option.</summary>
    private static bool IsName(string name)
        => char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+');

    private static ContainerizeException? Explain(string name, ProgramResult answer, string doing)
    {
        if (answer.Succeeded)
        {
            return FindSilence(answer.Output) is { } silence ? Silent(silence) : null;
        }

        // "docker: 'buildx' is not a docker command." (20.10), "docker: unknown command: docker buildx" (28).
        if (answer.Error.Contains("is not a docker command", StringComparison.Ordinal) || answer.Error.Contains("unknown command", StringComparison.Ordinal))
        {
            return new ContainerizeException(
                ErrorCodes.BuilderMissing,
                $"{doing} with docker buildx '{name}': docker has no buildx here. Install its plugin (docker-buildx, or docker-buildx-plugin "
                    + "of Docker's own packages), or leave ContainerizeBuilderName empty.");
        }

        return answer.Error.Contains("no builder", StringComparison.Ordinal)
            ? new ContainerizeException(
                ErrorCodes.BuilderMissing,
                $"{doing} with docker buildx '{name}': there is no builder of that name. docker buildx ls shows those that there are, for this user; "
                    + "make one with docker buildx create, or correct ContainerizeBuilderName.")
            : Silent(answer.LastErrorLine);

        ContainerizeException Silent(string why) => new(
            ErrorCodes.BuilderSilent,
            $"{doing} with docker buildx '{name}': the builder does not answer: {Excerpt.Of(why).TrimEnd('.')}. "
                + $"Start it, or see docker buildx inspect {name}.");
    }

    /// <summary>
    /// Of what <c>docker buildx inspect</c> prints, why a node does not answer; null where all do. A builder that buildx starts itself is
    /// inactive until it is used, a remote one when nobody listens there.
    /// </summary>
    private static string? FindSilence(string text)
    {
        var (isRemote, endpoint) = (false, string.Empty);
        foreach (var line in text.Split('\n'))
        {
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is not [var field, var value])
            {
                continue;
            }

            switch (field)
            {
                case "Error" when value.Length > 0:
                    return value;
                case "Driver":
                    isRemote = value == "remote";
                    break;
                case "Endpoint":
                    endpoint = value;
                    break;
                case "Status" when isRemote && value != "running":
                    return $"nobody listens at {endpoint}";
            }
        }

        return null;
    }
}
