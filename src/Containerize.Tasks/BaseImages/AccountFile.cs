using System.Globalization;
using System.Text;

namespace Containerize.BaseImages;

/// <summary>A system's list of users or groups (passwd(5), group(5)).</summary>
internal sealed class AccountFile
{
    private readonly string[][] lines;

    public AccountFile(byte[] content) => lines = [.. Encoding.UTF8.GetString(content).Split('\n').Select(line => line.TrimEnd('\r').Split(':'))];

    /// <summary>The number of a name; for a user, that of its group as well.</summary>
    public (long Number, long Group)? Find(string name)
    {
        var line = lines.FirstOrDefault(fields => fields.Length > 2 && fields[0] == name);
        return line is not null && ParseNumber(line[2]) is { } number ? (number, line.Length > 3 && ParseNumber(line[3]) is { } group ? group : number) : null;
    }

    private static long? ParseNumber(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
