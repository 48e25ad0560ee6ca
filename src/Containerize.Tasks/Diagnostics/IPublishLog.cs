namespace Containerize.Diagnostics;

/// <summary>Where a publish says what it does. Lines never hold secrets.</summary>
internal interface IPublishLog
{
    /// <summary>A line that everyone sees.</summary>
    void Say(string line);

    /// <summary>A line for those who ask for detail.</summary>
    void Detail(string line);

    /// <summary>Something the user should know that does not stop the publish.</summary>
    /// <param name="place">Null: the project.</param>
    void Warn(ErrorCode code, string message, SourcePlace? place = null);

    /// <summary>One of several errors. Whoever tells of it throws a <see cref="ContainerizeException"/> for the last.</summary>
    /// <param name="place">Null: the project.</param>
    void Fail(ErrorCode code, string message, SourcePlace? place = null);
}
