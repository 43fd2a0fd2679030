namespace Ronchi.Engine;

/// <summary>A UDF that is linear in the pixels, so that frames need not be corrected one by one: its result can be.</summary>
public interface ILinearUdf
{
    /// <summary>The same on raw frames, with the result corrected.</summary>
    /// <param name="corrections">Dark, gain and repaired pixels.</param>
    Udf OnUncorrected(Corrections corrections);
}
