using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Containerize.Describing.Secrets;

/// <summary>Finds secrets in files whose format says what a value is: .NET's settings, NuGet's and npm's configuration.</summary>
internal static partial class ConfigurationText
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <param name="path">With slashes.</param>
    public static IEnumerable<Secret> Find(string path, ReadOnlySpan<char> text)
    {
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return name switch
        {
            "nuget.config" => FindPackagePasswords(text.ToString()),
            ".npmrc" => InLines(text, SecretKind.LoginFile, line => NpmLogin().Matches(line).Any(SecretText.IsReal)),
            _ when name.EndsWith(".config", StringComparison.Ordinal)
                => InLines(text, SecretKind.Setting, line => XmlSetting().Matches(line).Any(IsSecret) || MachineKey().IsMatch(line)),
            // Other JSON has words for people as often as settings: "password": "Passwort".
            _ when name.StartsWith("appsettings", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal)
                => InLines(text, SecretKind.Setting, line => JsonSetting().Matches(line).Any(IsSecret)),
            _ => [],
        };
    }

    private static List<Secret> InLines(ReadOnlySpan<char> text, SecretKind kind, Func<string, bool> isSecret)
    {
        var (found, number) = (new List<Secret>(), 0);
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (isSecret(text[line].ToString()))
            {
                found.Add(new Secret(kind, number));
            }
        }

        return found;
    }

    private static bool IsSecret(Match setting) => SecretName.Is(setting.Groups["name"].Value) && !Placeholder.IsNoSecret(setting.Groups["value"].Value);

    /// <summary>
    /// NuGet's reference (nuget.config reference, packageSourceCredentials and clientCertificates). A value that is called Password is encrypted for the
    /// user of one machine.
    /// </summary>
    private static IEnumerable<Secret> FindPackagePasswords(string text)
    {
        XElement root;
        try
        {
            root = XDocument.Parse(text, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException)
        {
            // NuGet could not read it either.
            return [];
        }

        var passwords = from element in root.Descendants()
                        from value in element.Attributes().Where(attribute => IsClearText(attribute, element)).Select(attribute => attribute.Value)
                        where !Placeholder.Is(value) && !Variable().IsMatch(value)
                        select ((IXmlLineInfo)element).LineNumber;
        return passwords.Distinct().Select(line => new Secret(SecretKind.PackagePassword, line));
    }

    private static bool IsClearText(XAttribute attribute, XElement element)
        => IsClearText(attribute.Name.LocalName)
            || (attribute.Name.LocalName == "value" && element.Name.LocalName == "add" && IsClearText((string?)element.Attribute("key")));

    private static bool IsClearText(string? name) => string.Equals(name, "ClearTextPassword", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[^#;]*?(?<![A-Za-z0-9])(_authToken|_password|_auth)\s*=\s*(?<value>.*)$", Options)]
    private static partial Regex NpmLogin();

    [GeneratedRegex(
        @"<(add|setting|environmentVariable)\b[^>]*?\s(key|name)\s*=\s*""(?<name>[^""]+)""[^>]*?\svalue\s*=\s*""(?<value>[^""]*)""", Options)]
    private static partial Regex XmlSetting();

    [GeneratedRegex("%[A-Za-z_][A-Za-z0-9_]*%", Options)]
    private static partial Regex Variable();

    /// <summary>What ASP.NET signs and encrypts with; <c>AutoGenerate</c> is none.</summary>
    [GeneratedRegex(@"\s(validationKey|decryptionKey)\s*=\s*""[0-9A-Fa-f]{32,}", Options)]
    private static partial Regex MachineKey();

    [GeneratedRegex(@"""(?<name>[^""\\]{1,200})""\s*:\s*""(?<value>([^""\\]|\\.)*)""", Options)]
    private static partial Regex JsonSetting();
}
