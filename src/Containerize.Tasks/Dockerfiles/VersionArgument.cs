using System.Globalization;
using System.Text;
using Containerize.Diagnostics;

namespace Containerize.Dockerfiles;

/// <summary>
/// The versions of a graph's projects as one word: <c>PROJECT:PROJECT:NAME=VALUE:NAME=VALUE</c>, with two colons before the next projects, which have
/// other ones. It goes through a shell, a builder, the command line of MSBuild and its properties, so nothing is in it that one of them heeds: whatever is no
/// letter, digit or one of <c>. _ - + /</c> is <c>~</c> and two hexadecimal digits for each byte of its UTF-8.
/// </summary>
internal static class VersionArgument
{
    private const char Escape = '~';
    private const char Separator = ':';

    public static string Write(IEnumerable<ProjectVersion> versions) => string.Join("::", versions
        .OrderBy(version => version.Project, StringComparer.Ordinal)
        .GroupBy(version => string.Join(Separator, version.Values
            .OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => $"{Encode(value.Key)}={Encode(value.Value)}")), version => Encode(version.Project), StringComparer.Ordinal)
        .Select(group => string.Join(Separator, group) + Separator + group.Key));

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.VersionsUnreadable"/>.</exception>
    public static IReadOnlyList<ProjectVersion> Read(string text)
    {
        var versions = new List<ProjectVersion>();
        foreach (var group in text.Trim().Split("::", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = group.Split(Separator);
            var projects = fields.TakeWhile(field => !field.Contains('=', StringComparison.Ordinal)).Select(field => Decode(field, text)).ToArray();
            string[][] pairs = [.. fields.Skip(projects.Length).Select(field => field.Split('='))];
            if (projects.Length == 0 || pairs.Any(pair => pair.Length != 2 || pair[0].Length == 0))
            {
                throw Unreadable(text);
            }

            KeyValuePair<string, string>[] values = [.. pairs.Select(pair => KeyValuePair.Create(Decode(pair[0], text), Decode(pair[1], text)))];
            versions.AddRange(projects.Select(project => new ProjectVersion(project, values)));
        }

        return versions;
    }

    private static string Encode(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(value))
        {
            var c = (char)unit;
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '/')
            {
                text.Append(c);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{Escape}{unit:X2}");
            }
        }

        return text.ToString();
    }

    private static string Decode(string field, string whole)
    {
        var bytes = new List<byte>(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] != Escape)
            {
                bytes.Add(char.IsAscii(field[i]) ? (byte)field[i] : throw Unreadable(whole));
                continue;
            }

            if (i + 2 > field.Length - 1 || !byte.TryParse(field.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                throw Unreadable(whole);
            }

            bytes.Add(unit);
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static ContainerizeException Unreadable(string text) => new(
        ErrorCodes.VersionsUnreadable,
        $"Reading the build argument ContainerizeVersions: '{Excerpt.Of(text)}' does not say which versions projects have. Give it as "
            + "'dotnet build -t:ContainerizeBuildArguments --getProperty:ContainerizeBuildArguments' prints it, or not at all.");
}
