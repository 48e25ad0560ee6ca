namespace Containerize.Host.Programs;

/// <param name="InputTaken">False when the program closed its standard input before everything was written.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Error, bool InputTaken)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last non-empty line of the error text, where programs say what stopped them.</summary>
    public string LastErrorLine
        => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var last] ? last : $"exit code {ExitCode}";
}
