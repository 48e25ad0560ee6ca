using Containerize.Languages;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>Installs the packages of an app of another language, or builds its program, for each platform that an image is for.</summary>
[MSBuildMultiThreadableTask]
public sealed class PrepareApp : ImageTask
{
    private protected override async Task RunAsync(BuildLog log, CancellationToken cancellationToken)
    {
        // All that is wrong is told before anything is downloaded.
        ReadOrder(Items, log);
        var tools = new LanguageTools(Host, log);
        foreach (var image in Items.Images)
        {
            if (image.App is { } app)
            {
                await app.PrepareAsync(AppReader.ReadTarget(image), tools, cancellationToken);
            }
        }
    }
}
