using System.Text;
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
            return text is "index.docker.io" or "registry-1.docker.io" ? ImageReference.DockerHub : text;
        }

        var hint = text.Contains("://", StringComparison.Ordinal) ? " Leave the scheme out: HTTPS is used, and HTTP on loopback or for ContainerizeInsecureRegistry."
            : text.Contains('/', StringComparison.Ordinal) ? " Put what follows the slash into ContainerRepository."
            : string.Empty;
        throw new ContainerizeException(ErrorCodes.InvalidRegistry, $"Reading {property}: '{Excerpt.Of(text)}' is not a registry. Use a host name with an optional port, such as ghcr.io or localhost:5000.{hint}");
    }

    /// <param name="text">What the user wrote; null to make a name from the assembly's.</param>
    public static string Repository(string? text, string assemblyName)
    {
        if (text is null)
        {
            return FromAssemblyName(assemblyName);
        }

        if (ImageReference.IsRepository(text))
        {
            return text;
        }

        var suggestion = FromAssemblyName(text);
        throw new ContainerizeException(
            ErrorCodes.InvalidRepository,
            $"Reading ContainerRepository: '{Excerpt.Of(text)}' is not a repository name. Use lower-case letters and digits, parts separated by / . _ or -, such as '{suggestion}'; a tag goes into ContainerImageTag, a registry into ContainerRegistry.");
    }

    public static string Tag(string text) => ImageReference.IsTag(text)
        ? text
        : throw new ContainerizeException(
            ErrorCodes.InvalidTag,
            $"Reading ContainerImageTag or ContainerImageTags: '{Excerpt.Of(text)}' is not a tag. Use up to 128 letters, digits, underscores, periods and hyphens, not beginning with a period or hyphen.");

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
        return ushort.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port > 0 && protocol is "tcp" or "udp"
            ? $"{port}/{protocol}"
            : throw new ContainerizeException(
                ErrorCodes.InvalidPort,
                $"Reading the ContainerPort item '{Excerpt.Of(text)}'{(type.Length > 0 ? $" with Type '{Excerpt.Of(type)}'" : string.Empty)}: it is not a port. Use a number from 1 to 65535, and tcp or udp as its Type.");
    }

    public static void EnvironmentVariable(string name, string value)
    {
        var isName = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
        if (!isName || value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidEnvironmentVariable,
                $"Reading the ContainerEnvironmentVariable item '{Excerpt.Of(name)}': it is not the name of a variable. Use letters, digits and underscores, not beginning with a digit, and put the value into its Value metadata.");
        }
    }

    public static void Label(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) || name.Contains('=', StringComparison.Ordinal))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidLabel,
                $"Reading the ContainerLabel item '{Excerpt.Of(name)}': it is not the name of a label. Put the name into Include and the value ('{Excerpt.Of(value, 40)}') into its Value metadata.");
        }
    }

    public static void Annotation(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidAnnotation,
                $"Reading the ContainerAnnotation item '{Excerpt.Of(name)}': it is not the name of an annotation. Put the name into Include, as in com.example.team, and the value ('{Excerpt.Of(value, 40)}') into its Value metadata.");
        }
    }

    /// <returns>An absolute path without a trailing slash.</returns>
    public static string WorkingDirectory(string? text)
    {
        if (text is null)
        {
            return "/app";
        }

        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return text.StartsWith('/') && !parts.Any(part => part is "." or "..") && !text.Any(char.IsControl)
            ? "/" + string.Join('/', parts)
            : throw new ContainerizeException(
                ErrorCodes.InvalidWorkingDirectory,
                $"Reading ContainerWorkingDirectory: '{Excerpt.Of(text)}' is not an absolute path in a Linux container. Use something like /app.");
    }

    /// <summary>Lower case, and a hyphen for every run of what a repository name cannot have: Contoso.Shop Web becomes contoso.shop-web.</summary>
    private static string FromAssemblyName(string name)
    {
        var repository = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                repository.Append(c);
            }
            else if (repository.Length > 0 && char.IsAsciiLetterOrDigit(repository[^1]))
            {
                repository.Append(c is '.' or '_' or '/' or '-' ? c : '-');
            }
        }

        while (repository.Length > 0 && !char.IsAsciiLetterOrDigit(repository[^1]))
        {
            repository.Length--;
        }

        return repository.Length > 0 ? repository.ToString() : "app";
    }
}
