namespace Containerize.Diagnostics;

/// <summary>For work that says nothing: whoever does it in earnest does it again, and says what there is to say.</summary>
internal sealed class SilentLog : IPublishLog
{
    public void Say(string line)
    {
    }

    public void Detail(string line)
    {
    }

    public void Warn(ErrorCode code, string message, SourcePlace? place = null)
    {
    }

    public void Fail(ErrorCode code, string message, SourcePlace? place = null)
    {
    }
}
