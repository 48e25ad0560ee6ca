namespace Containerize.Layering;

/// <param name="MostPackageLayers">How many layers the packages may take; 1 or more.</param>
internal sealed record LayeringChoice(LayeringMode Mode = LayeringMode.Standard, int MostPackageLayers = LayeringChoice.UsualPackageLayers)
{
    public const int UsualPackageLayers = 20;
}
