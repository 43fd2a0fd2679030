namespace Ronchi.Engine;

/// <summary>A UDF that ends something when a run is complete: a file that it wrote.</summary>
public interface ICompletedUdf
{
    /// <summary>Called once when every selected frame went in; not when the run failed or was cancelled.</summary>
    void Complete();
}
