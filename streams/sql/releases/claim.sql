INSERT INTO releases.claims (owner, state) VALUES ({owner:String}, {state:String})
