namespace Ronchi.Fuzz;

/// <summary>
/// Code that reads untrusted bytes. It may refuse them, in the way that it documents; anything else ends the process and is a fault.
/// </summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>Its name on the command line and of its folder in the corpus.</summary>
    string Name { get; }

    /// <summary>Well-formed inputs from which mutations start.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Bytes at the beginning that decide most: half of the changes go there.</summary>
    int HeadBytes => 64;

    /// <summary>Reads one input.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="random">For choices beside the bytes; the same for the same iteration.</param>
    void Run(ReadOnlySpan<byte> input, ref FuzzRandom random);
}
