namespace Containerize.Tasks;

/// <summary>Which known name a name that is not known may have been meant for.</summary>
internal static class Spelling
{
    /// <summary>Letters that may be wrong, missing, too many or swapped: one more for an ending, which people forget or add.</summary>
    private const int MostMistakes = 2;

    /// <summary>Two letters are half of a shorter word, and one word for another: ContainerHost is not ContainerPort.</summary>
    private const int LeastForTwo = 5;

    private const string Prefix = "Container";

    /// <returns>Null if none is near; of several the nearest, and of equals the first.</returns>
    public static string? Nearest(string name, IEnumerable<string> known)
        => known.Select(other => (Name: other, Mistakes: Mistakes(name.ToUpperInvariant(), other.ToUpperInvariant())))
            .Where(other => other.Mistakes <= MostOf(other.Name))
            .OrderBy(other => other.Mistakes)
            .Select(other => other.Name)
            .FirstOrDefault();

    private static int MostOf(string known)
        => (known.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? known.Length - Prefix.Length : known.Length) < LeastForTwo ? 1 : MostMistakes;

    /// <summary>The distance of Damerau and Levenshtein, in which two letters that changed places are one mistake.</summary>
    private static int Mistakes(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MostMistakes)
        {
            return int.MaxValue;
        }

        var distances = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                distances[i, j] = (i, j) switch
                {
                    (_, 0) => i,
                    (0, _) => j,
                    _ => Math.Min(
                        Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1,
                        distances[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[left.Length, right.Length];
    }
}
