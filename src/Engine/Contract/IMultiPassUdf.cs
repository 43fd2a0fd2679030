namespace Ronchi.Engine;

/// <summary>A UDF whose result needs the data more than once: after each pass it says what the next one is.</summary>
public interface IMultiPassUdf
{
    /// <summary>Passes that follow this one, for progress; null: not known before it has ended.</summary>
    int? FurtherPasses => null;

    /// <summary>
    /// The frames that this pass needs of those selected; all by default. A UDF that runs together with others sees all of them.
    /// </summary>
    /// <param name="selected">The frames of the run.</param>
    /// <returns>All or some of them. When it is some, <see cref="NextPass"/> names a further pass.</returns>
    ScanSelection Frames(ScanSelection selected) => selected;

    /// <summary>The UDF of the next pass over the same frames; null when this was the last and its results are the run's.</summary>
    /// <param name="merged">Merged buffers of the pass that has ended.</param>
    Udf? NextPass(UdfTask merged);
}
