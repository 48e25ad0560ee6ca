using Containerize.Diagnostics;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>
/// A log in which a warning stands once in a build, though several tasks come upon what it is about: what a project says is read when a publish begins, and
/// again when the image is made.
/// </summary>
/// <param name="engine">Keeps what was told until the build ends.</param>
/// <param name="about">What the warnings are about, such as the project; empty: whatever it is.</param>
internal sealed class OnceLog(IPublishLog log, IBuildEngine? engine, string about) : IPublishLog
{
    public void Say(string line) => log.Say(line);

    public void Detail(string line) => log.Detail(line);

    public void Warn(ErrorCode code, string message, SourcePlace? place = null)
    {
        if (IsNew($"{about} {code.Id} {message} {place}"))
        {
            log.Warn(code, message, place);
        }
    }

    public void Fail(ErrorCode code, string message, SourcePlace? place = null) => log.Fail(code, message, place);

    private bool IsNew(string warning)
    {
        var isNew = false;
        _ = BuildObjects.Keep(engine, warning, () =>
        {
            isNew = true;
            return new Told();
        });
        return isNew;
    }

    private sealed class Told;
}
