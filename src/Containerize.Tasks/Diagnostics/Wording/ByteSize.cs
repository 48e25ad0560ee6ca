using System.Globalization;

namespace Containerize.Diagnostics.Wording;

/// <summary>Sizes as people read them: decimal units, as registries and disks count.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>For example <c>0 B</c>, <c>999 B</c>, <c>1.5 kB</c>, <c>14.2 MB</c>.</summary>
    public static string Format(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 999.95 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>The reverse: a number and a unit, with or without a space between, in whatever case: <c>10GB</c>, <c>500 mb</c>.</summary>
    public static long? Parse(string text)
    {
        var unit = text.TrimStart("0123456789.".ToCharArray());
        var power = Array.FindIndex(Units, known => unit.Trim().Equals(known, StringComparison.OrdinalIgnoreCase));
        if (power < 0 || !double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var bytes = value * Math.Pow(1000, power);
        return bytes < long.MaxValue ? (long)bytes : null;
    }
}
