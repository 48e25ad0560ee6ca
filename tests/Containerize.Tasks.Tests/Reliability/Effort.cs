using System.Globalization;

namespace Containerize.Tests.Reliability;

/// <summary>How much random testing is done: as much as a build has time for, or more on demand.</summary>
internal static class Effort
{
    private const string Variable = "CONTAINERIZE_TEST_EFFORT";

    /// <summary>What the usual number of cases is multiplied by.</summary>
    public static int Factor { get; } = int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor > 0 ? factor : 1;

    /// <summary>Where the seeds begin: other cases with another factor.</summary>
    public static int FirstSeed => (Factor - 1) * 1_000_000;
}
