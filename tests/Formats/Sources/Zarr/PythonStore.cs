using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.Zarr;

/// <summary>Stores that zarr-python writes.</summary>
internal static class PythonStore
{
    private const string Values =
        """
        import sys, numpy as np, zarr, numcodecs
        path = sys.argv[1]
        values = (np.arange(5 * 7 * 6 * 10) * 37 % 251).reshape(5, 7, 6, 10)
        """;

    /// <summary>Number of elements of <c>values</c>, of 5×7 frames of 6×10.</summary>
    public const int Count = 5 * 7 * 6 * 10;

    /// <summary>Writes a store and opens it.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="script">What is written to <c>path</c>, of <c>values</c>.</param>
    /// <param name="name">Name of the store.</param>
    public static IFrameSource Open(TemporaryFolder folder, string script, string name = "a.zarr")
    {
        Write(folder, script, name);
        return SourceOpener.Open(folder.File(name));
    }

    /// <summary>Writes a store.</summary>
    public static void Write(TemporaryFolder folder, string script, string name = "a.zarr")
    {
        DebianPython.Require("zarr", "numpy");
        DebianPython.Run($"{Values}\n{script}", folder.File(name));
    }

    /// <summary>The bytes of all values.</summary>
    public static byte[] Bytes<T>(Func<int, T> value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes<T>([.. Enumerable.Range(0, Count).Select(static i => i * 37 % 251).Select(value)]).ToArray();
}
