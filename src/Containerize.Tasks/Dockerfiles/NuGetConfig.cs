using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Dockerfiles;

/// <summary>What a nuget.config means for a build elsewhere: where packages come from, and which secrets that takes.</summary>
/// <param name="Folders">Absolute paths of package sources that are folders, but for disabled ones.</param>
/// <param name="Variables">Environment variables that its credentials name as <c>%NAME%</c>.</param>
internal sealed partial record NuGetConfig(IReadOnlyList<string> Folders, IReadOnlyList<string> Variables)
{
    /// <param name="path">Absolute.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.SecretInClear"/>, or <see cref="ErrorCodes.GraphUnreadable"/>: it is no XML.</exception>
    public static NuGetConfig Read(string path)
    {
        XElement root;
        try
        {
            root = XDocument.Load(path).Root!;
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.GraphUnreadable, $"Reading {path} for the Dockerfile: {Excerpt.Of(e.Message)}", e);
        }

        var sources = ReadAdded(root, "packageSources").ToArray();
        foreach (var (key, value) in sources)
        {
            if (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0)
            {
                throw Secret(path, $"the address of the package source '{key}' holds a user or password");
            }
        }

        var disabled = ReadDisabled(root);
        var folder = Path.GetDirectoryName(path)!;
        return new NuGetConfig(
            [.. sources.Where(source => !disabled.Contains(source.Key)).Select(source => FolderOf(source.Value, folder)).OfType<string>()],
            [.. FindVariables(root, path).Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The sources alone, and whether the file puts away those of files that count less; null when it is no XML.</summary>
    public static (IReadOnlyList<NuGetSource> Sources, bool Clears)? ReadSources(string path)
    {
        try
        {
            var root = XDocument.Load(path).Root!;
            var disabled = ReadDisabled(root);
            var sources = ReadAdded(root, "packageSources").Where(source => !disabled.Contains(source.Key));
            return ([.. sources.Select(source => new NuGetSource(source.Key, source.Value))], FindSections(root, "packageSources").Elements("clear").Any());
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A package source as an absolute path; null when it is an address, or names a variable that only the build knows.</summary>
    public static string? FolderOf(string source, string relativeTo)
    {
        if (Variable().IsMatch(source))
        {
            return null;
        }

        var isWindows = source.Length > 1 && source[1] == ':';
        if (!isWindows && Uri.TryCreate(source, UriKind.Absolute, out var address) && !source.StartsWith('/'))
        {
            return address.IsFile ? address.LocalPath : null;
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(PathText.ToLocal(source), relativeTo));
    }

    private static IEnumerable<string> FindVariables(XElement root, string path)
    {
        IEnumerable<(string Key, string Value, string What)> secrets =
        [
            .. from source in FindSections(root, "packageSourceCredentials").Elements()
               from entry in source.Elements("add").Select(ReadEntry)
               select (entry.Key, entry.Value, $"{entry.Key} of the package source '{XmlConvert.DecodeName(source.Name.LocalName)}' is written there"),
            .. from certificate in FindSections(root, "clientCertificates").Elements()
               from attribute in certificate.Attributes().Where(attribute => IsPassword(attribute.Name.LocalName))
               let source = (string?)certificate.Attribute("packageSource")
               select (attribute.Name.LocalName, attribute.Value, $"{attribute.Name.LocalName} of the client certificate for '{source}' is written there"),
            .. from source in ReadAdded(root, "packageSources")
               select (string.Empty, source.Value, string.Empty),
            .. from entry in ReadAdded(root, "config").Where(entry => IsPassword(entry.Key))
               select (entry.Key, entry.Value, $"its setting {entry.Key} is a password"),
        ];
        foreach (var (key, value, what) in secrets)
        {
            var variables = Variable().Matches(value);
            if (variables.Count == 0 && IsPassword(key) && value.Length > 0)
            {
                throw Secret(path, what);
            }

            foreach (Match variable in variables)
            {
                yield return variable.Groups["name"].Value;
            }
        }
    }

    private static HashSet<string> ReadDisabled(XElement root) => ReadAdded(root, "disabledPackageSources")
        .Where(source => string.Equals(source.Value, "true", StringComparison.OrdinalIgnoreCase))
        .Select(source => source.Key)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsPassword(string key) => key.Contains("Password", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Key, string Value)> ReadAdded(XElement root, string section)
        => FindSections(root, section).Elements("add").Select(ReadEntry);

    private static IEnumerable<XElement> FindSections(XElement root, string section)
        => root.Elements().Where(element => string.Equals(element.Name.LocalName, section, StringComparison.OrdinalIgnoreCase));

    private static (string Key, string Value) ReadEntry(XElement add)
        => ((string?)add.Attribute("key") ?? string.Empty, (string?)add.Attribute("value") ?? string.Empty);

    private static ContainerizeException Secret(string path, string what) => new(
        ErrorCodes.SecretInClear,
        $"Reading {path} for the Dockerfile: {what}, and the file would be copied into a layer. Write %NAME% instead of the secret; "
        + "the Dockerfile then takes it with 'docker build --secret id=NAME,…', and on this machine it comes from the environment variable NAME.");

    [GeneratedRegex("%(?<name>[A-Za-z_][A-Za-z0-9_]*)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
