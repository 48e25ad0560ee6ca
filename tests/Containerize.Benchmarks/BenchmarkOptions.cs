using System.Globalization;
using Containerize.Benchmarks.Scenarios;

namespace Containerize.Benchmarks;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Contenders">Names; null for all.</param>
internal sealed record BenchmarkOptions(IReadOnlyList<Scenario> Scenarios, int? Runs, string? WorkFolder, IReadOnlySet<string>? Contenders)
{
    public static string Usage { get; } = $"""
        dotnet run -c Release --project tests/Containerize.Benchmarks -- [SCENARIO...] [--runs N] [--contenders NAME,...] [--work FOLDER]

        Publishes the same app with plain `dotnet publish`, with Containerize, with the .NET SDK's own container support, and, where there is a
        Docker Engine, by building the Dockerfile that Containerize generates, in turn, and prints one Markdown table of medians.

          SCENARIO             {string.Join(", ", ScenarioCatalog.All.Select(scenario => scenario.Name))};
                               `solution`, `large` and `many` stand for both of theirs; `all` for all. Default: {string.Join(", ", ScenarioCatalog.Default)}.
          --runs N             counted runs of each contender, instead of each scenario's own number
          --contenders NAMES   of plain, containerize, sdk, dockerfile
          --work FOLDER        keeps packages and generated data there for the next time; default: a temporary folder
        """;

    /// <exception cref="BenchmarkException">An argument is not understood.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var names = new List<string>();
        int? runs = null;
        string? workFolder = null;
        HashSet<string>? contenders = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--runs" when i + 1 < arguments.Count && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0:
                    runs = number;
                    i++;
                    break;
                case "--work" when i + 1 < arguments.Count:
                    workFolder = arguments[++i];
                    break;
                case "--contenders" when i + 1 < arguments.Count:
                    contenders = [.. arguments[++i].Split(',')];
                    break;
                case var name when !name.StartsWith('-'):
                    names.Add(name);
                    break;
                default:
                    throw new BenchmarkException($"'{arguments[i]}' is not understood.\n\n{Usage}");
            }
        }

        return new BenchmarkOptions(Choose(names), runs, workFolder, contenders);
    }

    private static List<Scenario> Choose(List<string> names)
    {
        if (names.Contains("all"))
        {
            return [.. ScenarioCatalog.All];
        }

        var chosen = new List<Scenario>();
        foreach (var name in names.Count == 0 ? ScenarioCatalog.Default : names)
        {
            var found = ScenarioCatalog.Named(name).ToList();
            chosen.AddRange(found.Count > 0 ? found : throw new BenchmarkException($"There is no scenario '{name}'.\n\n{Usage}"));
        }

        return chosen;
    }
}
