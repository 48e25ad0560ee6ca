namespace Containerize.Diagnostics;

/// <summary>A failure with a code and one line a person can act on: what was being done, what was wrong, what to do.</summary>
internal sealed class ContainerizeException(ErrorCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    public ErrorCode Code { get; } = code;

    /// <summary>Null: the project.</summary>
    public SourcePlace? Place { get; init; }

    /// <summary>What else is wrong in what was being read: each is a line of its own. See <see cref="Faults"/>.</summary>
    public IReadOnlyList<ContainerizeException> Others { get; init; } = [];

    /// <summary>This one, and the others.</summary>
    public IEnumerable<ContainerizeException> All => Others.Prepend(this);
}
