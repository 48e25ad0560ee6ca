using Containerize.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Containerize.Tests.Tasks;

/// <summary>Hands items over to a task as the targets do.</summary>
internal static class ImageTaskExtensions
{
    public static void Add(this ImageTask task, ItemKind kind, params ITaskItem[] items)
    {
        foreach (var item in items)
        {
            item.SetMetadata(ImageItems.KindMetadata, kind.ToString());
        }

        task.Description = [.. task.Description, .. items];
    }

    /// <summary>The first item of a kind.</summary>
    public static TaskItem First(this ImageTask task, ItemKind kind)
        => new(task.Description.First(item => item.GetMetadata(ImageItems.KindMetadata) == kind.ToString()));
}
