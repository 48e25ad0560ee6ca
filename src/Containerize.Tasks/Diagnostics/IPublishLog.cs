namespace Containerize.Diagnostics;

/// <summary>Where a publish says what it does. Lines never hold secrets.</summary>
internal interface IPublishLog
{
    /// <summary>A line that everyone sees.</summary>
    void Say(string line);

    /// <summary>A line for those who ask for detail.</summary>
    void Detail(string line);

    /// <summary>Something the user should know that does not stop the publish.</summary>
    void Warn(ErrorCode code, string message);
}
