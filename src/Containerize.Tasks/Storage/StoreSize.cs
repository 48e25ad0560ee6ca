using System.Globalization;
using System.Text;

namespace Containerize.Storage;

/// <summary>
/// How much a store holds, as far as it was told: what was counted last, and what builds have put into it since, a line each. To count it means to look at
/// every file, and a store may have many.
/// </summary>
/// <param name="root">The store's folder.</param>
internal sealed class StoreSize(string root)
{
    private static readonly TimeSpan CountedFor = TimeSpan.FromDays(1);

    private readonly string path = Path.Join(root, "size");

    /// <summary>Adds what a build has put in.</summary>
    /// <param name="now">The time in UTC.</param>
    /// <returns>Bytes, rather too many than too few; null where it has to be counted, as it is once a day.</returns>
    public long? Add(long grown, DateTime now)
    {
        try
        {
            // Of several builds that add at once one gets the file, and the others count.
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            using var reader = new StreamReader(file);
            var text = reader.ReadToEnd() + string.Create(CultureInfo.InvariantCulture, $"{grown}\n");
            file.Position = 0;
            file.Write(Encoding.UTF8.GetBytes(text));
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return IsRecent(lines[0], now) ? lines.Skip(1).Sum(line => long.Parse(line, NumberStyles.None, CultureInfo.InvariantCulture)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>It was emptied.</summary>
    public void Forget()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is there says too much, and it is counted sooner.
        }
    }

    /// <summary>It was counted.</summary>
    public void Set(long held, DateTime now)
    {
        try
        {
            File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"{now:O}\n{held}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is counted again next time.
        }
    }

    private static bool IsRecent(string time, DateTime now)
        => DateTime.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var counted) && counted <= now && now - counted < CountedFor;
}
