namespace Containerize.Host.Programs;

/// <summary>A program to run, and how.</summary>
/// <param name="Program">Name on PATH or absolute path.</param>
/// <param name="Arguments">One entry an argument; nothing is split or quoted.</param>
/// <param name="Limit">Past this time the program is killed.</param>
internal sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments, TimeSpan Limit)
{
    /// <summary>Absolute path; null: this process's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables on top of this process's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Writes standard input; null closes it at once.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>Gets each line of the error text as it comes: long-running programs tell there how far they are.</summary>
    public Action<string>? OnErrorLine { get; init; }

    /// <summary>Characters of output and of error text that are kept. A program that writes more output is killed.</summary>
    public int LongestOutput { get; init; } = int.MaxValue;
}
