namespace Containerize.Diagnostics;

/// <summary>A failure with a code and one line a person can act on: what was being done, what was wrong, what to do.</summary>
internal sealed class ContainerizeException : Exception
{
    public ContainerizeException(ErrorCode code, string message, Exception? cause = null)
        : base(message, cause) => Code = code;

    public ErrorCode Code { get; }
}
