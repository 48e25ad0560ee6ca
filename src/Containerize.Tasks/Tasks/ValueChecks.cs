using System.Globalization;
using Containerize.Describing;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Checks single values, and says of a bad one which property it is in and what would be good.</summary>
internal static class ValueChecks
{
    public static string Registry(string text, string property)
    {
        if (ImageReference.IsRegistry(text))
        {
            return DockerHub.Canonical(text);
        }

        var hint = text switch
        {
            _ when text.AsSpan().ContainsAny(";,") => " Others go into ContainerDestination items, one for each.",
            _ when text.Contains("://", StringComparison.Ordinal)
                => " Leave the scheme out: HTTPS is used, and HTTP on loopback or for ContainerizeInsecureRegistry.",
            _ when text.Contains('/', StringComparison.Ordinal) => " Put what follows the slash into ContainerRepository.",
            _ => string.Empty,
        };
        throw new ContainerizeException(
            ErrorCodes.InvalidRegistry,
            $"Reading {property}: '{Excerpt.Of(text)}' is not a registry. Use a host name with an optional port, such as ghcr.io or "
            + $"localhost:5000.{hint}");
    }

    public static string Tag(string text, string property)
    {
        if (ImageReference.IsTag(text))
        {
            return text;
        }

        var hint = SpellTag(text) is { } legal ? $" '{legal}' would be one." : string.Empty;
        if (property == "ContainerImageTag" && text.AsSpan().ContainsAny(";,"))
        {
            hint = " Several tags go into ContainerImageTags.";
        }

        throw new ContainerizeException(
            ErrorCodes.InvalidTag,
            $"Reading {property}: '{Excerpt.Of(text)}' is not a tag. Use up to 128 letters, digits, underscores, periods and hyphens, not beginning "
                + $"with a period or hyphen.{hint}");
    }

    /// <summary>What comes nearest: a hyphen for what no tag can have, as the + of a version's build metadata.</summary>
    private static string? SpellTag(string text)
    {
        var legal = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '-')).TrimStart('.', '-').TrimEnd('-');
        legal = legal[..Math.Min(legal.Length, 128)];
        return ImageReference.IsTag(legal) ? legal : null;
    }

    /// <returns>For example <c>8080/tcp</c>.</returns>
    public static string Port(string text, string type)
    {
        var number = text;
        var protocol = type;
        if (text.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 && type.Length == 0)
        {
            (number, protocol) = (text[..slash], text[(slash + 1)..]);
        }

        protocol = protocol.Length == 0 ? "tcp" : protocol.ToLowerInvariant();
        return ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0
            && protocol is "tcp" or "udp"
            ? $"{port}/{protocol}"
            : throw new ContainerizeException(
                ErrorCodes.InvalidPort,
                $"Reading the ContainerPort item '{Excerpt.Of(text)}'{(type.Length > 0 ? $" with Type '{Excerpt.Of(type)}'" : string.Empty)}: "
                    + "it is not a port. Use a number from 1 to 65535, and tcp or udp as its Type.");
    }

    public static void EnvironmentVariable(string name, string value)
    {
        // '.' and '-' are what ASP.NET Core's sections and old tools have; no shell can read them, but the app can.
        var isName = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
        if (!isName || value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidEnvironmentVariable,
                $"Reading the ContainerEnvironmentVariable item '{Excerpt.Of(name)}': it is not the name of a variable. "
                    + "Use letters, digits, underscores, periods and hyphens, not beginning with a digit, and put the value into its Value metadata.");
        }
    }

    public static void Label(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) || name.Contains('=', StringComparison.Ordinal))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidLabel,
                $"Reading the ContainerLabel item '{Excerpt.Of(name)}': it is not the name of a label. "
                    + $"Put the name into Include and the value ('{Excerpt.Of(value, 40)}') into its Value metadata.");
        }
    }

    public static void Annotation(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidAnnotation,
                $"Reading the ContainerAnnotation item '{Excerpt.Of(name)}': it is not the name of an annotation. "
                    + $"Put the name into Include, as in com.example.team, and the value ('{Excerpt.Of(value, 40)}') into its Value metadata.");
        }
    }

    /// <param name="text">TargetFrameworkVersion, with or without its <c>v</c>.</param>
    public static int FrameworkMajor(string text)
        => int.TryParse(text.TrimStart('v', 'V').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new ContainerizeException(
                ErrorCodes.BaseImageNotInferred,
                $"Choosing the SDK's image: the project targets version '{Excerpt.Of(text)}' of its framework, which is no version. "
                    + "Set TargetFramework to one such as net10.0.");

    /// <param name="text">A name or number, and after a colon a group; a variable of the image may stand for it. Null: not set.</param>
    public static string? User(string? text)
    {
        if (text is null || text.Split(':') is { Length: <= 2 } parts && parts.All(IsAccount))
        {
            return text;
        }

        throw new ContainerizeException(
            ErrorCodes.InvalidUser,
            $"Reading ContainerUser: '{Excerpt.Of(text)}' is not a user. Use a name or number that the image has, and a group after a colon if need be, "
                + "such as app, 1654 or app:app.");
    }

    /// <returns>An absolute path without a trailing slash.</returns>
    public static string Volume(string text)
    {
        if (FindPath(text) is { } path && path != "/" && !text.AsSpan().ContainsAny(':', '\\'))
        {
            return path;
        }

        var hint = text.Trim('/') switch
        {
            "" => "the root of the file system cannot be one",
            _ when text.Contains(':', StringComparison.Ordinal) => "what is mounted there is said when a container is run, with docker run -v",
            _ => "it has to begin with / and lead nowhere else",
        };
        throw new ContainerizeException(
            ErrorCodes.InvalidVolume,
            $"Reading the ContainerVolume item '{Excerpt.Of(text)}': it is not the path of a volume in a Linux container; {hint}. Use something like /data.");
    }

    /// <param name="text">Null: not set.</param>
    public static AppCommandInstruction? Instruction(string? text) => text switch
    {
        null => null,
        "Entrypoint" => AppCommandInstruction.Entrypoint,
        "DefaultArgs" => AppCommandInstruction.DefaultArgs,
        "None" => AppCommandInstruction.None,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidEntrypoint,
            $"Composing the image's command: ContainerAppCommandInstruction is '{Excerpt.Of(text)}'; it can be Entrypoint, DefaultArgs or None. "
                + "See docs/properties.md for how these properties work together."),
    };

    /// <param name="text">A signal's name or number as docker takes it; null: not set.</param>
    public static string? StopSignal(string? text)
        => text is null || IsSignal(text)
            ? text
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerStopSignal: '{Excerpt.Of(text)}' is not a signal. Use a name such as SIGTERM, SIGINT or SIGQUIT, or a number from 1 to 64.");

    /// <returns>An absolute path without a trailing slash.</returns>
    public static string WorkingDirectory(string? text)
    {
        if (text is null)
        {
            return "/app";
        }

        return FindPath(text) ?? throw new ContainerizeException(
            ErrorCodes.InvalidWorkingDirectory,
            $"Reading ContainerWorkingDirectory: '{Excerpt.Of(text)}' is not an absolute path in a Linux container. Use something like /app.");
    }

    /// <summary>An absolute path in a Linux container, without a trailing slash, that leads where it says; null where the text is none.</summary>
    public static string? FindPath(string text)
    {
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return text.StartsWith('/') && !parts.Any(part => part is "." or "..") && !text.Any(char.IsControl) ? "/" + string.Join('/', parts) : null;
    }

    private static readonly string[] Signals =
    [
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT",
        "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "UNUSED", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
    ];

    private static bool IsSignal(string text)
    {
        if (text.All(char.IsAsciiDigit))
        {
            return int.TryParse(text, out var number) && number is >= 1 and <= 64;
        }

        var name = text.ToUpperInvariant();
        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        var (real, offset) = name.Split('+', '-') is [("RTMIN" or "RTMAX") and var first, var steps] ? (first, steps) : (name, "0");
        return Signals.Contains(real, StringComparer.Ordinal)
            && int.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var many)
            && many <= 15;
    }

    /// <summary>Kernels have numbers up to 2^31-1 for containers' users; names are what useradd takes, and what a variable stands for.</summary>
    private static bool IsAccount(string text)
        => text.All(char.IsAsciiDigit)
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            : !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '/' or '\\' or '"' or '\'' or ',' or ';' or '=') && text[0] != '-';
}
