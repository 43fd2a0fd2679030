namespace Ronchi.Engine;

/// <summary>
/// What a UDF gets in place of values that are no measurement: those of masked pixels, and "no data" values
/// (<see cref="Ronchi.Frames.Validity"/>).
/// </summary>
public enum UnmeasuredValues
{
    /// <summary>
    /// They are 0, so that sums leave them out; <see cref="UdfTask.Measured"/> tells which values count. How many "no data" values there
    /// were is reported.
    /// </summary>
    Zero,

    /// <summary>
    /// The UDF gets what is stored, and leaves it out by itself, as <see cref="UdfTask.Data"/>'s validity says: masked pixels, and values
    /// that are the largest of the type.
    /// </summary>
    LeftOut,

    /// <summary>The UDF gets what is stored and gives it back: it copies, converts or shows frames.</summary>
    Kept,
}
