using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>What the image is called: ContainerRepositoryPrefix and ContainerRepository, or a name made of the assembly's.</summary>
internal static partial class RepositoryName
{
    /// <param name="prefix">With or without a slash at its end; null for none.</param>
    /// <param name="text">What the user wrote; null to make a name from the assembly's.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidRepository"/>.</exception>
    public static string Read(string? prefix, string? text, string assemblyName)
    {
        var faults = new Faults();
        var name = text is null ? FromAssemblyName(assemblyName) : faults.Read(() => Check(text, "ContainerRepository"), string.Empty);
        var start = prefix is null ? null : faults.Read(() => Check(prefix.EndsWith('/') ? prefix[..^1] : prefix, "ContainerRepositoryPrefix"), null);
        faults.Throw();
        if (start is null)
        {
            return name;
        }

        var whole = $"{start}/{name}";
        return ImageReference.IsRepository(whole)
            ? whole
            : throw new ContainerizeException(
                ErrorCodes.InvalidRepository,
                $"Reading ContainerRepositoryPrefix: with it the repository's name is '{Excerpt.Of(whole)}', which is longer than registries take.");
    }

    /// <summary>
    /// The name that the .NET SDK makes (ContainerHelpers.NormalizeRepository): as it is where that is a name already, else lower case with a hyphen for
    /// each character that is not a letter, digit, <c>-</c>, <c>_</c> or <c>/</c>. Where that gives no name a registry takes, what is in its way is left out.
    /// </summary>
    public static string FromAssemblyName(string name)
    {
        if (ImageReference.IsRepository(name))
        {
            return name;
        }

        var normal = Foreign().Replace(name.ToLowerInvariant(), "-");
        if (!ImageReference.IsRepository(normal))
        {
            normal = Separators().Replace(normal, run => Fitting(run.Value)).Trim('-', '_', '/');
        }

        return ImageReference.IsRepository(normal) ? normal : "app";
    }

    /// <summary>Hyphens may be any number, underscores two, and nothing else together.</summary>
    private static string Fitting(string run) => run switch
    {
        "_" or "__" or "/" => run,
        _ when run.Contains('/', StringComparison.Ordinal) => "/",
        _ when run.All(c => c == '-') => run,
        _ => "-",
    };

    /// <param name="property">What it is the value of, for the error.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidRepository"/>.</exception>
    public static string Check(string text, string property)
    {
        if (ImageReference.IsRepository(text))
        {
            return text;
        }

        var hint = property switch
        {
            _ when text.AsSpan().ContainsAny(";,") => "several repositories go into ContainerDestination items",
            "ContainerRepository" => "a tag goes into ContainerImageTag, a registry into ContainerRegistry",
            "ContainerRepositoryPrefix" => "the registry goes into ContainerRegistry",
            _ => "a tag goes into Tags, a registry into Registry",
        };
        throw new ContainerizeException(
            ErrorCodes.InvalidRepository,
            $"Reading {property}: '{Excerpt.Of(text)}' is not a repository name. Use lower-case letters and digits, parts separated by / . "
                + $"_ or -, such as '{FromAssemblyName(text)}'; {hint}.");
    }

    [GeneratedRegex("[^a-z0-9_/-]", RegexOptions.CultureInvariant)]
    private static partial Regex Foreign();

    [GeneratedRegex("[_/-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
