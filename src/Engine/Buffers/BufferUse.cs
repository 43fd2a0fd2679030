namespace Ronchi.Engine;

/// <summary>What becomes of a buffer after a run.</summary>
public enum BufferUse
{
    /// <summary>It is a result.</summary>
    Result,

    /// <summary>It only serves the UDF and is left out of the results.</summary>
    Private,

    /// <summary>It is a result that only <see cref="Udf.GetResults"/> makes: workers have no memory for it.</summary>
    ResultOnly,

    /// <summary>It is told beside the results: how many values were left out, for example.</summary>
    Report,
}
