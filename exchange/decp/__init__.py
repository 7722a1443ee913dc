"""French open data of public contracts (DECP): what buyers must publish, and publish as they can."""
