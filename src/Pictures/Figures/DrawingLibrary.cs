using SkiaSharp;

namespace Ronchi.Pictures;

/// <summary>The native library that draws figures. It is loaded when the first is drawn, and by nothing else.</summary>
internal static class DrawingLibrary
{
    /// <summary>Loads it.</summary>
    /// <exception cref="PlatformNotSupportedException">It is missing, damaged, or for another machine.</exception>
    public static void Require()
    {
        try
        {
            _ = SkiaSharpVersion.Native;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException
            or EntryPointNotFoundException or TypeInitializationException)
        {
            throw new PlatformNotSupportedException(
                "The figure was not drawn because the library libSkiaSharp, which comes with the program, cannot be loaded: build or "
                + "install ronchi again, or write the bare image (--plain-picture), .tif or .npy.",
                e);
        }
    }
}
